// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.session;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes down its callbacks, one line each with the state of the session, and runs what a test hangs on them. */
class RecordingEndpoint extends Endpoint {
    final List<String> events = new ArrayList<>();
    final List<Throwable> errors = new ArrayList<>();
    final List<ClassLoader> loaders = new ArrayList<>();
    Consumer<Session> onOpen = session -> {};
    Consumer<Session> onClose = session -> {};
    Consumer<Throwable> onError = error -> {};
    EndpointConfig config;

    @Override
    public void onOpen(Session session, EndpointConfig newConfig) {
        config = newConfig;
        record("open", session);
        onOpen.accept(session);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        record("close " + reason.getCloseCode().getCode() + " '" + reason.getReasonPhrase() + "'", session);
        onClose.accept(session);
    }

    @Override
    public void onError(Session session, Throwable error) {
        errors.add(error);
        record("error " + error.getClass().getSimpleName(), session);
        onError.accept(error);
    }

    private void record(String event, Session session) {
        loaders.add(Thread.currentThread().getContextClassLoader());
        events.add(event + (session.isOpen() ? "" : " (not open)"));
    }

    /** Takes what was written down since the last call. */
    List<String> take() {
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }
}
