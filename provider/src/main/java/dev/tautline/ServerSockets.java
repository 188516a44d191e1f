// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The sockets of one server from before their {@code open} until their {@code close}. Any thread. */
final class ServerSockets {
    private final Set<WebSocket> open = ConcurrentHashMap.newKeySet();
    private final Set<WebSocket> view = Collections.unmodifiableSet(open);

    private final CompletableFuture<Void> allClosed = new CompletableFuture<>();

    // Guarded by this.
    private boolean ending;
    private boolean goingAway;
    /** The last has closed: {@link #allClosed} is being completed. */
    private boolean over;

    Set<WebSocket> view() {
        return view;
    }

    void add(WebSocket socket) {
        boolean away;
        synchronized (this) {
            open.add(socket);
            // A handshake that was under way when the last socket closed comes too late to be waited for.
            away = goingAway || over;
        }
        if (away) {
            socket.goAway();
        }
    }

    void remove(WebSocket socket) {
        boolean last;
        synchronized (this) {
            last = open.remove(socket) && open.isEmpty() && ending;
            over |= last;
        }
        if (last) {
            complete();
        }
    }

    /** No socket is added any more but those under way; completes when the last has closed. */
    CompletableFuture<Void> ending() {
        boolean none;
        synchronized (this) {
            ending = true;
            none = open.isEmpty();
            over |= none;
        }
        if (none) {
            complete();
        }
        return allClosed;
    }

    /** Closes every socket with 1001, now and as they come. */
    void goAway() {
        synchronized (this) {
            goingAway = true;
        }
        open.forEach(WebSocket::goAway);
    }

    void terminate() {
        open.forEach(WebSocket::terminate);
    }

    @SuppressWarnings("NullAway") // a Void stage completes with null
    private void complete() {
        allClosed.complete(null);
    }
}
