// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.specification;

import jakarta.websocket.DecodeException;
import jakarta.websocket.Decoder;
import jakarta.websocket.EncodeException;
import jakarta.websocket.Encoder;
import jakarta.websocket.EndpointConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Objects of an application, with encoders and decoders of all kinds. */
final class SampleCoders {
    private SampleCoders() {}

    /** What the application sends. */
    public record Temperature(String place, int degrees) {}

    /** A kind of it: encoders for {@link Point} take it. */
    public static class Point {
        final int x;

        Point(int x) {
            this.x = x;
        }
    }

    /** A subclass. */
    public static final class NamedPoint extends Point {
        NamedPoint(int x) {
            super(x);
        }
    }

    /** Text, as {@code place=degrees}; only what has an equals sign. */
    public static final class TemperatureCoder implements Encoder.Text<Temperature>, Decoder.Text<Temperature> {
        static final Set<TemperatureCoder> ALIVE = ConcurrentHashMap.newKeySet();
        static final Set<EndpointConfig> CONFIGS = ConcurrentHashMap.newKeySet();

        @Override
        public void init(EndpointConfig config) {
            ALIVE.add(this);
            CONFIGS.add(config);
        }

        @Override
        public void destroy() {
            ALIVE.remove(this);
        }

        @Override
        public String encode(Temperature temperature) throws EncodeException {
            if (temperature.degrees() < -273) {
                throw new EncodeException(temperature, "too cold");
            }
            return temperature.place() + "=" + temperature.degrees();
        }

        @Override
        public boolean willDecode(String text) {
            return text.contains("=");
        }

        @Override
        public Temperature decode(String text) throws DecodeException {
            try {
                int equals = text.indexOf('=');
                return new Temperature(text.substring(0, equals), Integer.parseInt(text.substring(equals + 1)));
            } catch (NumberFormatException e) {
                throw new DecodeException(text, "no degrees", e);
            }
        }
    }

    /** The second of the chain: takes what begins with an exclamation mark. */
    public static final class ShoutDecoder implements Decoder.Text<Temperature> {
        @Override
        public boolean willDecode(String text) {
            return text.startsWith("!");
        }

        @Override
        public Temperature decode(String text) {
            return new Temperature(text, text.length());
        }
    }

    /** Binary. */
    public static final class PointCoder implements Encoder.Binary<Point>, Decoder.Binary<Point> {
        @Override
        public void init(EndpointConfig config) {
            // Nothing to prepare.
        }

        @Override
        public void destroy() {
            // Nothing to give back.
        }

        @Override
        public ByteBuffer encode(Point point) {
            return ByteBuffer.allocate(4).putInt(point.x).flip();
        }

        @Override
        public boolean willDecode(ByteBuffer bytes) {
            return bytes.remaining() == 4;
        }

        @Override
        public Point decode(ByteBuffer bytes) {
            return new Point(bytes.getInt());
        }
    }

    /** What character streams carry. */
    public record Note(String text) {}

    /** Character streams. */
    public static final class NoteCoder implements Encoder.TextStream<Note>, Decoder.TextStream<Note> {
        @Override
        public void init(EndpointConfig config) {
            // Nothing to prepare.
        }

        @Override
        public void destroy() {
            // Nothing to give back.
        }

        @Override
        public void encode(Note note, Writer writer) throws IOException {
            writer.write("noted: ");
            writer.write(note.text());
        }

        @Override
        public Note decode(Reader reader) throws IOException {
            StringWriter all = new StringWriter();
            reader.transferTo(all);
            return new Note(all.toString());
        }
    }

    /** Byte streams. */
    public static final class ArrayCoder implements Encoder.BinaryStream<int[]>, Decoder.BinaryStream<int[]> {
        @Override
        public void init(EndpointConfig config) {
            // Nothing to prepare.
        }

        @Override
        public void destroy() {
            // Nothing to give back.
        }

        @Override
        public void encode(int[] numbers, OutputStream stream) throws IOException {
            for (int number : numbers) {
                stream.write(number);
            }
        }

        @Override
        public int[] decode(InputStream stream) throws IOException {
            byte[] bytes = stream.readAllBytes();
            int[] numbers = new int[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                numbers[i] = bytes[i];
            }
            return numbers;
        }
    }
}
