// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop.peer;

import dev.tautline.tests.interop.End;
import dev.tautline.tests.interop.Event;
import dev.tautline.tests.interop.Heard;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Tells what it hears, of either side. */
public final class TellingEndpoint extends Endpoint {
    /** User property with the header fields of the handshake. */
    static final String HEADERS = "interop.headers";

    private final int maxMessage;
    private final Consumer<End> opened;
    private final Heard heard = new Heard();

    TellingEndpoint(int maxMessage, Consumer<End> opened) {
        this.maxMessage = maxMessage;
        this.opened = opened;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.setMaxTextMessageBufferSize(maxMessage);
        session.setMaxBinaryMessageBufferSize(maxMessage);
        session.addMessageHandler(
                String.class, (MessageHandler.Whole<String>) message -> heard.add(new Event.Text(message)));
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>)
                message -> heard.add(new Event.Binary(copy(message))));
        session.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>)
                pong -> heard.add(new Event.Pong(copy(pong.getApplicationData()))));
        opened.accept(new JakartaEnd(session, heard, headers(config)));
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        heard.add(new Event.Closed(
                reason.getCloseCode().getCode(), Objects.requireNonNullElse(reason.getReasonPhrase(), "")));
    }

    @Override
    public void onError(Session session, Throwable error) {
        heard.error(error);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, List<String>> headers(EndpointConfig config) {
        return (Map<String, List<String>>) config.getUserProperties().getOrDefault(HEADERS, Map.of());
    }

    /** The buffer is the provider's. */
    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }
}
