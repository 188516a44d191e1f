// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.application;

import dev.tautline.Room;
import dev.tautline.WebSocketServer;
import dev.tautline.WebSocketServerOptions;
import dev.tautline.servlet.ServletHost;
import jakarta.servlet.ServletContext;

/** The room of the application that was started last. Sockets at {@value #PATH} enter it; so do the sessions that a test puts in. */
public final class SharedRoom {
    /** Where the native server is. */
    public static final String PATH = "/shared-room";

    private static volatile Room room = new Room();

    private SharedRoom() {}

    static void start(ServletContext context) {
        Room opened = new Room();
        WebSocketServer server = new WebSocketServer(WebSocketServerOptions.builder()
                .server(ServletHost.of(context))
                .path(PATH)
                .perMessageDeflate(true)
                .build());
        server.onConnection((socket, request) -> {
            opened.add(socket);
            socket.onMessage((from, message) -> opened.broadcastExcept(from, message));
        });
        server.start();
        room = opened;
    }

    /** The room. */
    public static Room room() {
        return room;
    }
}
