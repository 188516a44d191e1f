// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Bytes of the wire, in words that can be compared. */
final class Wire {
    /** What a container may add or word as it likes (DECISIONS: exempt on servlets). */
    private static final Set<String> COMPARED = Set.of(
            "upgrade",
            "connection",
            "content-type",
            "sec-websocket-accept",
            "sec-websocket-protocol",
            "sec-websocket-extensions",
            "sec-websocket-version",
            "retry-after",
            "x-custom");

    private Wire() {}

    /** The head of a message up to its empty line. */
    static List<String> head(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            lines.add(line);
        }
        return lines;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("The connection ended in its head: " + line);
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    static String value(List<String> head, String name) {
        for (String line : head) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }

    /** Status and fields of a response, the fields sorted. */
    static List<String> response(List<String> head) {
        Set<String> fields = new TreeSet<>();
        for (String line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (COMPARED.contains(name)) {
                // A container may name a charset: it changes nothing for these bodies.
                String plain = value.replaceAll("(?i);\\s*charset=[^;]*", "").toLowerCase(Locale.ROOT);
                fields.add(name + ": " + (name.equals("sec-websocket-extensions") ? sorted(plain) : plain));
            }
        }
        List<String> described = new ArrayList<>();
        described.add("status " + head.get(0).split(" ")[1]);
        described.addAll(fields);
        return described;
    }

    /** The parameters of an extension have no order (RFC 6455 §9.1). */
    private static String sorted(String extension) {
        return String.join("; ", new TreeSet<>(List.of(extension.split(";\\s*"))));
    }

    /**
     * Frames up to a close frame or the end of the stream, the payloads unmasked and inflated.
     *
     * @param masked whether the frames must be
     * @param most so many at most
     */
    static List<String> frames(DataInputStream in, boolean masked, int most) throws IOException {
        List<String> frames = new ArrayList<>();
        Inflater inflater = new Inflater(true);
        try {
            String frame = "";
            while (frames.size() < most && !frame.startsWith("close") && !frame.equals("end")) {
                frame = frame(in, masked, inflater);
                frames.add(frame);
            }
        } finally {
            inflater.end();
        }
        return frames;
    }

    private static String frame(DataInputStream in, boolean masked, Inflater inflater) throws IOException {
        int first = in.read();
        if (first < 0) {
            return "end";
        }
        int second = in.readUnsignedByte();
        int form = second & 0x7F;
        long length = form == 126 ? in.readUnsignedShort() : form == 127 ? in.readLong() : form;
        byte[] mask = new byte[4];
        if ((second & 0x80) != 0) {
            in.readFully(mask);
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        String told = (second & 0x80) == 0 == masked ? "WRONGLY MASKED " : "";
        if ((first & 0x40) != 0) {
            payload = inflate(inflater, payload);
        }
        return (first & 0xF) == 8
                ? "close " + told + NodePeers.base64(payload)
                : told + Integer.toHexString(first) + " " + NodePeers.base64(payload);
    }

    private static byte[] inflate(Inflater inflater, byte[] payload) throws IOException {
        byte[] whole = new byte[payload.length + 4];
        System.arraycopy(payload, 0, whole, 0, payload.length);
        whole[whole.length - 2] = (byte) 0xFF;
        whole[whole.length - 1] = (byte) 0xFF;
        inflater.setInput(whole);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int count = inflater.inflate(buffer); count > 0; count = inflater.inflate(buffer)) {
                out.write(buffer, 0, count);
            }
        } catch (DataFormatException e) {
            throw new IOException(e);
        }
        return out.toByteArray();
    }
}
