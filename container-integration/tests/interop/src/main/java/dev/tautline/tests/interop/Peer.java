// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

/** Another provider; called with its class loader as the thread's. */
public interface Peer {
    /** Starts its server. */
    Server start() throws Exception;

    /** Its client. */
    Client client() throws Exception;
}
