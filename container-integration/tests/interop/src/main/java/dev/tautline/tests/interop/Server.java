// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

/**
 * A server that agrees to the subprotocol {@code beta} and to permessage-deflate. At {@link #PATH} it takes messages up to {@link Offer#LARGE}, at
 * {@link #SMALL_PATH} up to {@link #SMALL}.
 */
public interface Server {
    /** The usual endpoint. */
    String PATH = "/interop";

    /** The endpoint with small messages. */
    String SMALL_PATH = "/small";

    /** The largest whole message there, in bytes. */
    int SMALL = 1000;

    /** The only subprotocol. */
    String SUBPROTOCOL = "beta";

    /** Where it listens on the loopback address. */
    int port();

    /** Its end of the connection that was opened with that query, as soon as it is open. */
    End accepted(String query) throws Exception;

    /** Stops listening and ends every connection. */
    void stop() throws Exception;
}
