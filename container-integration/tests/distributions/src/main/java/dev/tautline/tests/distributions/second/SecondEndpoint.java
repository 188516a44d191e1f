// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.second;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;

/** The endpoint of another application, at a path that the first has not. */
@ServerEndpoint("/second/{name}")
public class SecondEndpoint {
    @OnMessage
    public String onText(@PathParam("name") String name, String message) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return loader == SecondEndpoint.class.getClassLoader() ? name + ": " + message : "under " + loader;
    }
}
