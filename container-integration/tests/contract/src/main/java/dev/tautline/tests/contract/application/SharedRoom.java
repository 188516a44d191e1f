// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract.application;

import dev.tautline.Room;
import dev.tautline.WebSocketServer;
import dev.tautline.WebSocketServerOptions;
import dev.tautline.servlet.ServletHost;
import jakarta.servlet.ServletContext;

/** One room for all applications that are started. Sockets at {@value #PATH} enter it; so do the sessions that a test puts in. */
public final class SharedRoom {
    /** Where the native server is. */
    public static final String PATH = "/shared-room";

    private static final Room ROOM = new Room();

    private SharedRoom() {}

    static void start(ServletContext context) {
        WebSocketServer server = new WebSocketServer(WebSocketServerOptions.builder()
                .server(ServletHost.of(context))
                .path(PATH)
                .perMessageDeflate(true)
                .build());
        server.onConnection((socket, request) -> {
            ROOM.add(socket);
            socket.onMessage((from, message) -> ROOM.broadcastExcept(from, message));
        });
        server.start();
    }

    /** The room. */
    public static Room room() {
        return ROOM;
    }
}
