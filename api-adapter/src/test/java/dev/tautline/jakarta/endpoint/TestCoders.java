// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.websocket.DecodeException;
import jakarta.websocket.Decoder;
import jakarta.websocket.EncodeException;
import jakarta.websocket.Encoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.ByteBuffer;

/** A type with a coder of every form, each marking what went through it. */
final class TestCoders {
    private TestCoders() {}

    /** The application's type. */
    public record Note(String text) {}

    /** A supertype and a subtype, to tell the most specific encoder. */
    public static class Animal {
        @Override
        public String toString() {
            return "animal";
        }
    }

    public static class Cat extends Animal {
        @Override
        public String toString() {
            return "cat";
        }
    }

    public static class TextDecoder implements Decoder.Text<Note> {
        @Override
        public Note decode(String text) throws DecodeException {
            if (text.equals("bad")) {
                throw new DecodeException(text, "bad note");
            }
            return new Note("T:" + text);
        }

        @Override
        public boolean willDecode(String text) {
            return !text.startsWith("?");
        }
    }

    public static class TextStreamDecoder implements Decoder.TextStream<Note> {
        @Override
        public Note decode(Reader reader) throws IOException {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            return new Note("TS:" + text);
        }
    }

    public static class BinaryDecoder implements Decoder.Binary<Note> {
        @Override
        public Note decode(ByteBuffer bytes) {
            if (bytes.arrayOffset() != 0 || bytes.position() != 0 || bytes.remaining() != bytes.array().length) {
                throw new AssertionError("not exact: " + bytes);
            }
            return new Note("B:" + new String(bytes.array(), UTF_8));
        }

        @Override
        public boolean willDecode(ByteBuffer bytes) {
            return bytes.get() != '?';
        }
    }

    public static class BinaryStreamDecoder implements Decoder.BinaryStream<Note> {
        @Override
        public Note decode(InputStream stream) throws IOException {
            return new Note("BS:" + new String(stream.readAllBytes(), UTF_8));
        }
    }

    public static class TextEncoder implements Encoder.Text<Note> {
        @Override
        public String encode(Note note) throws EncodeException {
            if (note.text().equals("bad")) {
                throw new EncodeException(note, "bad note");
            }
            return "T:" + note.text();
        }
    }

    public static class TextStreamEncoder implements Encoder.TextStream<Note> {
        @Override
        public void encode(Note note, Writer writer) throws IOException {
            writer.write("TS:" + note.text());
        }
    }

    public static class BinaryEncoder implements Encoder.Binary<Note> {
        @Override
        public ByteBuffer encode(Note note) {
            return Deployed.bytes("B:" + note.text());
        }
    }

    public static class BinaryStreamEncoder implements Encoder.BinaryStream<Note> {
        @Override
        public void encode(Note note, OutputStream stream) throws IOException {
            stream.write(("BS:" + note.text()).getBytes(UTF_8));
        }
    }

    /** Through a class of its own, so that the type is found in an ancestor. */
    public abstract static class PrefixEncoder<T> implements Encoder.Text<T> {
        @Override
        public String encode(T object) {
            return getClass().getSimpleName() + ":" + object;
        }
    }

    public static class AnimalEncoder extends PrefixEncoder<Animal> {}

    public static class CatEncoder extends PrefixEncoder<Cat> {}

    public static class IntegerEncoder extends PrefixEncoder<Integer> {}

    public static class StringEncoder extends PrefixEncoder<String> {}

    public static class ObjectEncoder extends PrefixEncoder<Object> {}

    public static class NullEncoder implements Encoder.Text<Note> {
        @Override
        public String encode(Note note) {
            return null;
        }
    }

    public static class IntegerDecoder implements Decoder.Text<Integer> {
        @Override
        public Integer decode(String text) {
            return Integer.valueOf(text, 16);
        }

        @Override
        public boolean willDecode(String text) {
            return true;
        }
    }

    public static class UpperCaseDecoder implements Decoder.Text<String> {
        @Override
        public String decode(String text) {
            return text.toUpperCase(java.util.Locale.ROOT);
        }

        @Override
        public boolean willDecode(String text) {
            return true;
        }
    }
}
