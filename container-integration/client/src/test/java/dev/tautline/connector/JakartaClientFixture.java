// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import dev.tautline.jakarta.TautlineContainer;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ServerSocketFactory;

/** A Jakarta client at servers that are written by hand, and an endpoint that tells. */
abstract class JakartaClientFixture {
    final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    final TautlineContainer container = new TautlineContainer();

    /** An endpoint that tells. */
    final class Telling extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) text -> told.add("text " + text));
            told.add("open");
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            told.add("close " + reason.getCloseCode().getCode());
        }

        @Override
        public void onError(Session session, Throwable thrown) {
            told.add("error " + thrown.getMessage());
        }
    }

    ScriptedServer echo(String more) throws IOException {
        return echo(ServerSocketFactory.getDefault(), more);
    }

    ScriptedServer echo(ServerSocketFactory sockets, String more) throws IOException {
        return new ScriptedServer(sockets, peer -> {
            heads.add(Upgrades.accept(peer, more));
            heads.add("closed " + MaskedEcho.play(peer));
        });
    }

    /** Gives each request an answer of its own, and echoes where that is a 101. */
    ScriptedServer answering(Function<String, String> answer) throws IOException {
        return new ScriptedServer(peer -> {
            String head = peer.readHead();
            heads.add(head);
            String response = answer.apply(head);
            peer.write(response);
            if (response.startsWith("HTTP/1.1 101 ")) {
                MaskedEcho.play(peer);
            }
        });
    }

    static URI at(ScriptedServer server, String path) {
        return URI.create("ws://127.0.0.1:" + server.port() + path);
    }

    static String take(BlockingQueue<String> queue) throws InterruptedException {
        String taken = queue.poll(60, TimeUnit.SECONDS);
        if (taken == null) {
            throw new AssertionError("Nothing comes");
        }
        return taken;
    }

    static ClientEndpointConfig with(Map<String, ?> properties) {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create().build();
        config.getUserProperties().putAll(properties);
        return config;
    }

    static String status(int status, String fields) {
        return "HTTP/1.1 " + status + " Other\r\n" + fields + "Content-Length: 0\r\nConnection: close\r\n\r\n";
    }
}
