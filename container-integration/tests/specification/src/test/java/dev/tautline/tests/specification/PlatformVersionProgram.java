// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import dev.tautline.tests.contract.wire.Await;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** A client and a server that talk, with whatever version of the API is on the class path. */
final class PlatformVersionProgram {
    private PlatformVersionProgram() {}

    public static void main(String[] arguments) throws Exception {
        boolean has22 = Arrays.stream(SendResult.class.getMethods())
                .anyMatch(method -> method.getName().equals("getSession"));
        System.out.println("getSession " + has22);
        try (WebApplication application = WebApplication.of(CodersTest.Temperatures.class)) {
            Recorder server = new Recorder()
                    .onText((session, text) -> session.getAsyncRemote().sendText("echo " + text, result -> {}));
            ClientEndpointConfig config = ClientEndpointConfig.Builder.create().build();
            Recorder client = new Recorder();
            Session session = Pair.connect(client, config, application.uri(application.serve(server)));
            CompletableFuture<SendResult> handled = new CompletableFuture<>();
            session.getAsyncRemote().sendText("handler", handled::complete);
            SendResult result = Await.result("the handler", handled);
            System.out.println("ok " + result.isOK() + " " + result.getException());
            Future<Void> sent = session.getAsyncRemote().sendText("future");
            Await.result("the future", sent);
            System.out.println(client.text() + ", " + client.text());
            new Pair(server, client).close();
            System.out.println("closed " + server.closeCode() + " " + client.closeCode());
            CompletableFuture<SendResult> late = new CompletableFuture<>();
            Recorder annotated = new Recorder();
            Session other = Pair.connect(annotated, application.uri("/temperatures"));
            other.getBasicRemote().sendText("Oslo=400");
            System.out.println(annotated.text());
            var remote = other.getAsyncRemote();
            other.close();
            annotated.closeReason();
            remote.sendText("late", late::complete);
            System.out.println("late " + Await.result("the late handler", late).isOK());
        }
        System.exit(0);
    }
}
