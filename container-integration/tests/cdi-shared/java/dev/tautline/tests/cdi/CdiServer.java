// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.cdi;

import java.net.URI;
import java.util.Set;

/** A servlet container of which CDI knows nothing but what Weld adds to an application. */
interface CdiServer {
    /** How Weld gets into the application. */
    enum Weld {
        /** Its initializer runs before ours. */
        FIRST,
        /** Its initializer runs behind ours. */
        LAST,
        /** By the listener of a {@code web.xml}. */
        LISTENER
    }

    /**
     * Starts with one application at the root.
     *
     * @param found what a scan would find
     * @return where it listens
     * @throws Exception if the application is refused, among others
     */
    URI start(Weld weld, Set<Class<?>> found) throws Exception;

    /** Ends what {@link #start} began, or tried to. Idempotent. */
    void stop() throws Exception;
}
