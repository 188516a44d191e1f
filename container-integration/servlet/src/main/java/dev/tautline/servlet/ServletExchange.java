// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.UpgradeExchange;
import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.connection.UpgradeResponder;
import dev.tautline.internal.host.UpgradePerformer;
import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.spec.UpgradeRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** A request in the hands of a servlet or filter. */
final class ServletExchange implements UpgradeExchange, UpgradePerformer {
    private final Deployment deployment;
    private final HttpServletRequest http;
    private final HttpServletResponse response;
    private final UpgradeRequest request;
    private final AtomicBoolean answered = new AtomicBoolean();

    ServletExchange(Deployment deployment, HttpServletRequest http, HttpServletResponse response) {
        this.deployment = deployment;
        this.http = http;
        this.response = response;
        this.request = new ServletUpgradeRequest(PendingUpgrade.original(http), http);
    }

    @Override
    public UpgradeRequest request() {
        return request;
    }

    @Override
    public void refuse(int status, Map<String, String> headers, String body) throws IOException {
        answerOnce();
        UpgradeAnswer answer = new UpgradeAnswer(status, List.copyOf(headers.entrySet()), body, null);
        deployment.upgradeFilter().perform(CompletableFuture.completedFuture(answer), http, response);
    }

    @Override
    public EngineRuntime runtime() {
        return deployment.runtime();
    }

    @Override
    public void perform(UpgradeResponder owner, Function<UpgradeRequest, CompletionStage<UpgradeAnswer>> responder)
            throws IOException {
        answerOnce();
        deployment.adopt(owner);
        if (response.isCommitted()) {
            throw new IllegalStateException("The response is committed: nothing may be written before the upgrade");
        }
        CompletableFuture<UpgradeAnswer> answer = UpgradeFilter.ask(responder, request);
        deployment
                .upgradeFilter()
                .carryOut(new PendingUpgrade(PendingUpgrade.original(http), owner), answer, http, response);
    }

    private void answerOnce() {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "The exchange has been answered already: handleUpgrade was called for it before");
        }
    }
}
