// SPDX-License-Identifier: Apache-2.0
package dev.tautline.standalone;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.connection.UpgradeResponder;
import dev.tautline.jetty.JettyUpgrade;
import dev.tautline.jetty.glue.JettyUpgrades;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Stands in front of a server's handlers and answers opening handshakes, without a thread while their decision takes time. Keeps no state of requests. */
final class WebSocketHandler extends Handler.Wrapper {
    private static final System.Logger LOG = System.getLogger(WebSocketHandler.class.getName());
    private static final int INTERNAL_SERVER_ERROR = 500;

    private final JettyHost host;
    private final boolean ownPort;
    private final ClassLoader loader = WebSocketHandler.class.getClassLoader();
    private final JettyUpgrades upgrades = new JettyUpgrades(() -> {});

    /**
     * @param ownPort whether every upgrade is for the one server there is, whatever its path
     */
    WebSocketHandler(JettyHost host, boolean ownPort) {
        this.host = host;
        this.ownPort = ownPort;
    }

    void close() {
        upgrades.close();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        JettyUpgradeRequest asked = asksForUpgrade(request) ? new JettyUpgradeRequest(request) : null;
        UpgradeResponder responder = asked == null ? null : responderFor(asked);
        if (asked == null || responder == null) {
            return super.handle(request, response, callback);
        }
        respond(responder, asked).whenComplete((answer, failure) -> {
            if (failure == null) {
                perform(answer, request, response, callback);
            } else {
                fail(request, response, callback, failure);
            }
        });
        return true;
    }

    private static CompletionStage<UpgradeAnswer> respond(UpgradeResponder responder, JettyUpgradeRequest asked) {
        try {
            return responder.respond(asked);
        } catch (RuntimeException | LinkageError e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** As Node decides before it raises {@code upgrade}: both headers are there. What they must say is the handshake's matter. */
    private static boolean asksForUpgrade(Request request) {
        if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2) {
            return request.getMethod().equals("CONNECT") && request.getTunnelSupport() != null;
        }
        return request.getHeaders().contains(HttpHeader.UPGRADE)
                && request.getHeaders().contains(HttpHeader.CONNECTION, "upgrade");
    }

    private @Nullable UpgradeResponder responderFor(JettyUpgradeRequest asked) {
        List<UpgradeResponder> responders = host.responders();
        if (ownPort) {
            return responders.isEmpty() ? null : responders.get(0);
        }
        if (!asked.isForWebSocket()) {
            return null;
        }
        for (UpgradeResponder responder : responders) {
            if (responder.handles(asked)) {
                return responder;
            }
        }
        return null;
    }

    private void perform(UpgradeAnswer answer, Request request, Response response, Callback callback) {
        try {
            if (answer.accept() == null) {
                refuse(answer, response, callback);
            } else {
                upgrades.take(request, response, callback, new JettyUpgrade(answer, true, host.runtime(), loader));
            }
        } catch (RuntimeException | LinkageError e) {
            answer.abandon().run();
            fail(request, response, callback, e);
        }
    }

    private static void fail(Request request, Response response, Callback callback, Throwable cause) {
        LOG.log(
                Level.WARNING,
                "The opening handshake failed for " + request.getHttpURI().getPath(),
                cause);
        if (response.isCommitted()) {
            callback.failed(cause);
        } else {
            response.reset();
            refuse(new UpgradeAnswer(INTERNAL_SERVER_ERROR, List.of(), "", null), response, callback);
        }
    }

    private static void refuse(UpgradeAnswer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        for (Map.Entry<String, String> header : answer.headers()) {
            response.getHeaders().add(new HttpField(header.getKey(), header.getValue()));
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        if (!response.getHeaders().contains(HttpHeader.CONTENT_TYPE)) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
