// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.connection.UpgradeResponder;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An upgrade between gate and upgrade filter, kept as an attribute of its request. Written by the thread that carries the request; {@code answer} is set
 * before the dispatch that reads it.
 */
final class PendingUpgrade {
    static final String ATTRIBUTE = PendingUpgrade.class.getName();

    private final HttpServletRequest original;
    private final UpgradeResponder responder;
    private volatile @Nullable CompletableFuture<UpgradeAnswer> answer;

    PendingUpgrade(HttpServletRequest original, UpgradeResponder responder) {
        this.original = original;
        this.responder = responder;
    }

    /** The request under a gated one, with all its headers; the request itself where the gate let it pass as it was. */
    static HttpServletRequest original(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof PendingUpgrade pending ? pending.original : request;
    }

    /** The request as the gate received it. */
    HttpServletRequest original() {
        return original;
    }

    UpgradeResponder responder() {
        return responder;
    }

    /** The decision, once it has been asked for. */
    @Nullable CompletableFuture<UpgradeAnswer> answer() {
        return answer;
    }

    /** Sets the decision that an ASYNC dispatch will carry out. */
    void answer(CompletableFuture<UpgradeAnswer> answer) {
        this.answer = answer;
    }
}
