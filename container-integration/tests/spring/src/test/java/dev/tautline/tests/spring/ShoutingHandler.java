// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.spring;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/** Spring's own kind of endpoint. */
class ShoutingHandler extends TextWebSocketHandler implements SubProtocolCapable {
    final BlockingQueue<CloseStatus> closed = new LinkedBlockingQueue<>();

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) throws Exception {
        if (message.getPayload().equals("leave")) {
            session.close(new CloseStatus(4000, "as you like"));
        } else {
            session.sendMessage(new TextMessage(message.getPayload().toUpperCase(Locale.ROOT)));
        }
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        closed.add(status);
    }

    @Override
    public List<String> getSubProtocols() {
        return List.of("shout");
    }
}
