// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop.peer;

import dev.tautline.tests.interop.End;
import dev.tautline.tests.interop.Heard;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Extension;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A session of any provider. */
final class JakartaEnd implements End {
    private final Session session;
    private final Heard heard;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    JakartaEnd(Session session, Heard heard, Map<String, List<String>> headers) {
        this.session = session;
        this.heard = heard;
        this.headers.putAll(headers);
    }

    /** Undertow's client masks the application's bytes where they stand. */
    private static ByteBuffer copy(byte[] bytes) {
        return ByteBuffer.wrap(bytes.clone());
    }

    @Override
    public void text(String message) throws Exception {
        session.getBasicRemote().sendText(message);
    }

    @Override
    public void text(String part, boolean last) throws Exception {
        session.getBasicRemote().sendText(part, last);
    }

    @Override
    public void binary(byte[] message) throws Exception {
        session.getBasicRemote().sendBinary(copy(message));
    }

    @Override
    public void binary(byte[] part, boolean last) throws Exception {
        session.getBasicRemote().sendBinary(copy(part), last);
    }

    @Override
    public void ping(byte[] payload) throws Exception {
        session.getBasicRemote().sendPing(copy(payload));
    }

    @Override
    public void pong(byte[] payload) throws Exception {
        session.getBasicRemote().sendPong(copy(payload));
    }

    @Override
    public void close() throws Exception {
        session.close();
    }

    @Override
    public void close(int code, String reason) throws Exception {
        session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), reason));
    }

    @Override
    public String subprotocol() {
        return Objects.requireNonNullElse(session.getNegotiatedSubprotocol(), "");
    }

    @Override
    public List<String> extensions() {
        return session.getNegotiatedExtensions().stream()
                .map(Extension::getName)
                .toList();
    }

    @Override
    public String query() {
        return session.getQueryString();
    }

    @Override
    public List<String> header(String name) {
        return headers.getOrDefault(name, List.of());
    }

    @Override
    public Heard heard() {
        return heard;
    }
}
