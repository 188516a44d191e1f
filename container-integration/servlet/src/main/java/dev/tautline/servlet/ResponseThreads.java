// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Which threads may touch the response of an asynchronous request.
 *
 * @param executor runs what touches it; not used where there is a dispatch
 * @param dispatch makes a thread of the container come, where only those may, inside the container's calls
 * @param undertow the connection on Undertow, where all is done by its I/O thread; {@code null} elsewhere and under HTTP/2
 * @param onIoThread whether the executor is an I/O thread of Undertow: others wait for it
 */
record ResponseThreads(
        Executor executor,
        @Nullable ContainerDispatch dispatch,
        @Nullable UndertowConnection undertow,
        boolean onIoThread) {
    static ResponseThreads of(HttpServletRequest request) {
        HttpServletRequest container = unwrap(request);
        Executor ioThread = UndertowConnection.ioThread(container);
        if (ioThread != null) {
            boolean framed = container.getProtocol().startsWith("HTTP/2");
            return new ResponseThreads(ioThread, null, framed ? null : UndertowConnection.of(container), true);
        }
        return new ResponseThreads(
                Runnable::run, recyclesWhatFails(container) ? ContainerDispatch.of(container) : null, null, false);
    }

    /**
     * Tomcat: where a write fails on a thread that is not the container's, the container ends the request on a thread of its own meanwhile, and gives the objects
     * that are in the midst of the failed call to the next request.
     */
    private static boolean recyclesWhatFails(HttpServletRequest request) {
        if (!request.getClass().getName().startsWith("org.apache.catalina.")) {
            return false;
        }
        try {
            // Others have taken over the names of Tomcat's upper half.
            Class.forName("org.apache.coyote.Request", false, request.getClass().getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static HttpServletRequest unwrap(HttpServletRequest request) {
        ServletRequest inner = request;
        while (inner instanceof ServletRequestWrapper wrapper) {
            inner = wrapper.getRequest();
        }
        return (HttpServletRequest) inner;
    }
}
