// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.spec.Profile;
import dev.tautline.testkit.MemoryTransport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A server that allows drafts, in memory and in virtual time, and a peer that speaks them. */
abstract class DraftFixture {
    static final String BODY = "^n:ds[4U";
    static final String ANSWER = "8jKS'y:G*Co,Wxa-";
    final MemoryHost host = new MemoryHost();
    final List<SocketRecorder> recorders = new ArrayList<>();
    MemoryTransport transport = new MemoryTransport();

    static MemoryRequest hixie75() {
        return MemoryRequest.get("/chat?a=b")
                .with("Upgrade", "WebSocket")
                .with("Connection", "Upgrade")
                .with("Origin", "http://example.com")
                .with("Sec-WebSocket-Key")
                .with("Sec-WebSocket-Version");
    }

    /** The example of the draft. */
    static MemoryRequest hixie76() {
        return hixie75()
                .with("Sec-WebSocket-Key1", "4 @1  46546xW%0l 1 5")
                .with("Sec-WebSocket-Key2", "12998 5 Y3 1  .P00");
    }

    WebSocketServer server(Profile profile, UnaryOperator<WebSocketServerOptions.Builder> options) {
        return host.server(profile, builder -> options.apply(builder.allowDrafts(true)))
                .onConnection((socket, request) -> recorders.add(new SocketRecorder(socket)));
    }

    WebSocketServer server() {
        return server(Profile.WS, options -> options);
    }

    UpgradeAnswer accepted(MemoryRequest request) {
        UpgradeAnswer answer = host.ask(request).join();
        request.end();
        assertEquals(101, answer.status());
        Objects.requireNonNull(answer.accept()).accept(transport);
        host.runtime.runAll();
        return answer;
    }

    SocketRecorder open76() {
        accepted(hixie76());
        receive(BODY);
        assertEquals(ANSWER, sent());
        return recorders.get(recorders.size() - 1);
    }

    SocketRecorder open75() {
        accepted(hixie75());
        return recorders.get(recorders.size() - 1);
    }

    /** Bytes, each character one of them. */
    void receive(String bytes) {
        transport.receive(bytes.getBytes(StandardCharsets.ISO_8859_1));
        host.runtime.runAll();
    }

    String sent() {
        host.runtime.runAll();
        return new String(transport.takeSent(), StandardCharsets.ISO_8859_1);
    }

    static String text(String text) {
        return "\0" + text + "\u00ff";
    }

    static Throwable failure(CompletionStage<?> stage) {
        return assertThrows(CompletionException.class, stage.toCompletableFuture()::join)
                .getCause();
    }

    SocketRecorder open(String version) {
        return version.equals("hixie-76") ? open76() : open75();
    }
}
