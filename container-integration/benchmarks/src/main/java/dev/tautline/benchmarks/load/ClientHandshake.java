// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.SplittableRandom;

/** The opening handshake of one connection (RFC 6455 §4.1), client side. Owned by the load thread. */
final class ClientHandshake {

    private static final String ACCEPT_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int MAX_RESPONSE = 8192;
    private static final int KEY_BYTES = 16;
    private static final int END = 0x0D0A0D0A;

    private final String key;
    private final byte[] response = new byte[MAX_RESPONSE];
    private int count;
    private int tail;
    private String extensions = "";

    ClientHandshake(int connection) {
        byte[] nonce = new byte[KEY_BYTES];
        new SplittableRandom(connection).nextBytes(nonce);
        key = Base64.getEncoder().encodeToString(nonce);
    }

    ByteBuffer request(Scenario scenario, int port) {
        String offer = scenario.compression().offer();
        String request = "GET " + scenario.shape().path() + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + key
                + (offer.isEmpty() ? "" : "\r\nSec-WebSocket-Extensions: " + offer) + "\r\n\r\n";
        return ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Consumes the response and nothing after it.
     *
     * @return whether the response is complete and accepts the connection
     * @throws LoadException when the server refuses
     */
    boolean read(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte next = in.get();
            if (count == MAX_RESPONSE) {
                throw new LoadException(
                        "The response to the opening handshake is longer than " + MAX_RESPONSE + " bytes");
            }
            response[count++] = next;
            tail = (tail << 8) | (next & 0xFF);
            if (tail == END) {
                check(new String(response, 0, count, StandardCharsets.ISO_8859_1));
                return true;
            }
        }
        return false;
    }

    /** Whether the server accepted permessage-deflate. */
    boolean deflate() {
        return extensions.contains("permessage-deflate");
    }

    /** Whether the server forgets its window after each message. */
    boolean serverNoContextTakeover() {
        return extensions.contains("server_no_context_takeover");
    }

    private void check(String text) {
        String[] lines = text.split("\r\n", -1);
        if (!lines[0].startsWith("HTTP/1.1 101")) {
            throw new LoadException("The server refused the opening handshake: " + lines[0]);
        }
        String accept = "";
        for (String line : lines) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).trim().toLowerCase(Locale.ROOT);
            if (name.equals("sec-websocket-accept")) {
                accept = line.substring(colon + 1).trim();
            } else if (name.equals("sec-websocket-extensions")) {
                extensions = line.substring(colon + 1).trim();
            }
        }
        if (!accept.equals(expectedAccept())) {
            throw new LoadException("The server answered a wrong Sec-WebSocket-Accept");
        }
    }

    private String expectedAccept() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + ACCEPT_GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
