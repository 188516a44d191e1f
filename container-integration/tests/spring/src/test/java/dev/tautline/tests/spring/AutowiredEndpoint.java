// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.spring;

import jakarta.annotation.PreDestroy;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.beans.factory.annotation.Autowired;

/** Found by the container's scan; made by Spring through {@link SpringInstances}. */
@ServerEndpoint("/autowired/{name}")
public class AutowiredEndpoint {
    static final BlockingQueue<AutowiredEndpoint> DESTROYED = new LinkedBlockingQueue<>();

    private final Greeter greeter;

    @Autowired
    AutowiredEndpoint(Greeter greeter) {
        this.greeter = greeter;
    }

    @OnMessage
    public String greet(String message, @PathParam("name") String name) {
        return greeter.greet(name) + ": " + message;
    }

    @PreDestroy
    void destroyed() {
        DESTROYED.add(this);
    }
}
