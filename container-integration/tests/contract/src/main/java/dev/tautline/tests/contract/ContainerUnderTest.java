// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import java.net.URI;

/** An embedded container of one column. Started once, stopped once. */
public interface ContainerUnderTest {
    /**
     * Starts on 127.0.0.1 and a port of its own choice, with one application at the root.
     *
     * @return scheme, host and port
     */
    URI start(Application application) throws Exception;

    /** How many connections the container counts at this moment. When {@link #start} returns it counts what it counts without any. */
    long connectionCount();

    /** Whether a thread may touch the response of an asynchronous request. A container that expects any says yes to all. */
    default boolean mayTouchResponses(Thread thread) {
        return true;
    }

    /** Stops the application, then the container; the application still has its connections when it is told. */
    void stop() throws Exception;
}
