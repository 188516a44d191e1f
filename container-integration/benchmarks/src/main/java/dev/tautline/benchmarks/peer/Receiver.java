// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.peer;

import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Sends to one session without blocking. What comes while a send is under way waits here, because providers refuse a second
 * one (Tomcat: "The remote endpoint was in state TEXT_FULL_WRITING"). All mutable state is guarded by this.
 */
final class Receiver implements SendHandler {

    private final Session session;
    private final Deque<String> waiting = new ArrayDeque<>();
    private boolean sending;

    Receiver(Session session) {
        this.session = session;
    }

    void send(String message) {
        synchronized (this) {
            if (sending) {
                waiting.add(message);
                return;
            }
            sending = true;
        }
        session.getAsyncRemote().sendText(message, this);
    }

    @Override
    public void onResult(SendResult result) {
        Throwable failure = result.getException();
        if (failure != null) {
            System.err.println("A delivery failed: " + failure);
        }
        String next = next(failure != null);
        if (next != null) {
            session.getAsyncRemote().sendText(next, this);
        }
    }

    private synchronized @Nullable String next(boolean failed) {
        if (failed) {
            // The connection is gone; whoever is compared with it reports the loss.
            waiting.clear();
        }
        sending = !waiting.isEmpty();
        return waiting.poll();
    }
}
