// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.application;

import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;

/** Leaves all it does to its {@link Probe}. */
@ServerEndpoint(
        value = "/probe/{id}",
        subprotocols = {"chat.v2", "chat.v1"})
public class ProbeEndpoint {
    @OnOpen
    public void onOpen(Session session, @PathParam("id") String id) throws Exception {
        Probe.of(id).opened(session);
    }

    @OnMessage
    public void onText(Session session, String message, @PathParam("id") String id) throws Exception {
        Probe.of(id).text(session, message);
    }

    @OnMessage
    public void onBinary(Session session, byte[] message, @PathParam("id") String id) throws Exception {
        Probe.of(id).binary(session, message);
    }

    @OnError
    public void onError(Throwable error, @PathParam("id") String id) {
        Probe.of(id).failed(error);
    }

    @OnClose
    public void onClose(CloseReason reason, @PathParam("id") String id) {
        Probe.of(id).closed(reason);
    }
}
