// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import java.net.URI;

/** A client of some provider. */
public interface Client {
    /** Opens a connection and returns when it is open. */
    End connect(URI address, Offer offer) throws Exception;

    /** Ends every connection and gives back what it holds. */
    void stop() throws Exception;
}
