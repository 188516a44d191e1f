// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.connection.UpgradeResponder;
import dev.tautline.internal.transport.Transport;
import dev.tautline.spec.UpgradeRequest;
import dev.tautline.tests.contract.wire.Await;
import dev.tautline.tests.contract.wire.TestCertificate;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Undertow with one I/O thread, whose portable transports go to whoever waits for their path. */
final class EmbeddedUndertow implements AutoCloseable {
    private final Map<String, Consumer<Transport>> takers = new ConcurrentHashMap<>();
    private final boolean tls;
    private final DeploymentManager manager;
    private final Undertow undertow;

    EmbeddedUndertow(boolean tls) throws Exception {
        this.tls = tls;
        ServletContainerInitializer initializer =
                (classes, context) -> Deployment.of(context).add(new Responder());
        manager = Servlets.newContainer()
                .addDeployment(Servlets.deployment()
                        .setClassLoader(EmbeddedUndertow.class.getClassLoader())
                        .setContextPath("/")
                        .setDeploymentName("transport")
                        .addServletContainerInitializer(new ServletContainerInitializerInfo(
                                ServletContainerInitializer.class,
                                new ImmediateInstanceFactory<>(initializer),
                                Set.of())));
        manager.deploy();
        Undertow.Builder builder = Undertow.builder()
                .setIoThreads(1)
                .setServerOption(UndertowOptions.ENABLE_STATISTICS, true)
                .setHandler(manager.start());
        if (tls) {
            builder.addHttpsListener(0, "127.0.0.1", TestCertificate.sslContext());
        } else {
            builder.addHttpListener(0, "127.0.0.1");
        }
        undertow = builder.build();
        undertow.start();
    }

    private final class Responder implements UpgradeResponder {
        @Override
        public boolean handles(UpgradeRequest request) {
            return takers.containsKey(request.path());
        }

        @Override
        public CompletionStage<UpgradeAnswer> respond(UpgradeRequest request) {
            return CompletableFuture.completedFuture(new UpgradeAnswer(101, List.of(), "", takers.get(request.path())));
        }

        @Override
        public CompletionStage<?> shutdown() {
            return CompletableFuture.completedFuture(null);
        }
    }

    long connections() {
        return undertow.getListenerInfo().get(0).getConnectorStatistics().getActiveConnections();
    }

    /** A client whose upgrade has been answered; the server's side of the connection goes to {@code taker}. */
    Socket connect(String path, Consumer<Transport> taker) throws IOException {
        takers.put(path, taker);
        Socket plain = new Socket();
        plain.setReceiveBufferSize(8 * 1024);
        plain.setSoTimeout(Math.toIntExact(Await.DEADLINE.toMillis()));
        InetSocketAddress address =
                (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
        plain.connect(address);
        Socket socket = tls
                ? TestCertificate.sslContext()
                        .getSocketFactory()
                        .createSocket(plain, "127.0.0.1", address.getPort(), true)
                : plain;
        String request =
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(UTF_8));
        skipHead(socket.getInputStream());
        return socket;
    }

    private static void skipHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The answer ends after: " + head);
            }
            head.append((char) next);
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("No upgrade: " + head);
        }
    }

    @Override
    public void close() throws ServletException {
        manager.stop();
        manager.undeploy();
        undertow.stop();
    }
}
