// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import java.util.List;

/** One end of an open connection, led by a test. Every send waits until the provider has taken the message or written it. */
public interface End {
    /** Sends a text message. */
    void text(String message) throws Exception;

    /** Sends a fragment of a text message. */
    void text(String part, boolean last) throws Exception;

    /** Sends a binary message. */
    void binary(byte[] message) throws Exception;

    /** Sends a fragment of a binary message. */
    void binary(byte[] part, boolean last) throws Exception;

    /** Sends a ping; its pong is heard. */
    void ping(byte[] payload) throws Exception;

    /** Sends a pong that nobody asked for. */
    void pong(byte[] payload) throws Exception;

    /** Closes in the way of the API that needs no code. */
    void close() throws Exception;

    /** Closes with code and reason. */
    void close(int code, String reason) throws Exception;

    /** The subprotocol agreed, empty for none. */
    String subprotocol();

    /** The names of the extensions agreed. */
    List<String> extensions();

    /** A server's end: the query of the handshake. */
    String query();

    /** A server's end: the values of a header field of the handshake. */
    List<String> header(String name);

    /** What has come so far. */
    Heard heard();
}
