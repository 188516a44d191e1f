// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import org.jspecify.annotations.Nullable;

/** What the adapter has to know of HTTP sessions; the servlet integration says it. Any thread. */
@FunctionalInterface
public interface HttpSessions {
    /**
     * The id that an HTTP session has now.
     *
     * @param httpSession what {@code UpgradeRequest.httpSession} gave
     * @return {@code null} once the session has ended or is about to
     */
    @Nullable String idOf(Object httpSession);
}
