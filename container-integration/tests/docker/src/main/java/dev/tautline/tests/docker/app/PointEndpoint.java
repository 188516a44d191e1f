// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.docker.app;

import jakarta.websocket.DecodeException;
import jakarta.websocket.Decoder;
import jakarta.websocket.Encoder;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;

/** Takes and returns points, {@code x,y} on the wire; tells which error it was told of, and goes on. */
@ServerEndpoint(
        value = "/point",
        decoders = PointEndpoint.PointDecoder.class,
        encoders = PointEndpoint.PointEncoder.class)
public class PointEndpoint {
    /** A point. */
    public record Point(int x, int y) {}

    /** {@code x,y}. */
    public static class PointDecoder implements Decoder.Text<Point> {
        @Override
        public Point decode(String text) throws DecodeException {
            int comma = text.indexOf(',');
            try {
                return new Point(
                        Integer.parseInt(text.substring(0, comma)), Integer.parseInt(text.substring(comma + 1)));
            } catch (NumberFormatException e) {
                throw new DecodeException(text, "no point", e);
            }
        }

        @Override
        public boolean willDecode(String text) {
            return text.indexOf(',') >= 0;
        }
    }

    /** {@code x,y}. */
    public static class PointEncoder implements Encoder.Text<Point> {
        @Override
        public String encode(Point point) {
            return point.x() + "," + point.y();
        }
    }

    @OnMessage
    public Point mirror(Point point) {
        return new Point(point.y(), point.x());
    }

    @OnError
    public void failed(Session session, Throwable error) throws IOException {
        session.getBasicRemote().sendText(error.getClass().getSimpleName());
    }
}
