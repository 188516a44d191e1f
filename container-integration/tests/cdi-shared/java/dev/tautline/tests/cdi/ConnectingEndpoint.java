// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import jakarta.websocket.ContainerProvider;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.net.URI;

/** Connects to the address that it is sent. */
@ServerEndpoint("/connecting")
public class ConnectingEndpoint {
    /** Called by the container. */
    @OnMessage
    public void message(String address) throws Exception {
        ContainerProvider.getWebSocketContainer().connectToServer(ClientInside.class, URI.create(address));
    }
}
