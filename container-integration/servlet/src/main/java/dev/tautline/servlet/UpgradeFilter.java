// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.connection.UpgradeAnswer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Stands last: what reaches it has passed the application's own filters. Asks the responder, waits without a thread where the decision takes time, and
 * switches protocols or refuses.
 */
final class UpgradeFilter implements Filter {
    private static final System.Logger LOG = System.getLogger(UpgradeFilter.class.getName());

    private final Deployment deployment;

    UpgradeFilter(Deployment deployment) {
        this.deployment = deployment;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request.getAttribute(PendingUpgrade.ATTRIBUTE) instanceof PendingUpgrade pending)) {
            chain.doFilter(request, response);
            return;
        }
        CompletableFuture<UpgradeAnswer> answer = pending.answer();
        if (answer == null) {
            answer = pending.responder()
                    .respond(new ServletUpgradeRequest(pending.original(), (HttpServletRequest) request))
                    .toCompletableFuture();
            pending.answer(answer);
        }
        if (answer.isDone()) {
            request.removeAttribute(PendingUpgrade.ATTRIBUTE);
            perform(answer, (HttpServletRequest) request, (HttpServletResponse) response);
        } else {
            suspend(answer, request, response);
        }
    }

    private void suspend(CompletionStage<UpgradeAnswer> answer, ServletRequest request, ServletResponse response) {
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(deployment.handshakeTimeout().toMillis());
        answer.handle((decided, failure) -> {
            try {
                async.dispatch();
            } catch (IllegalStateException e) {
                LOG.log(Level.DEBUG, "The request ended before its opening handshake was decided", e);
            }
            return decided;
        });
    }

    /** Switches protocols or refuses, as the answer says; waits for it where it has not come yet. */
    void perform(CompletableFuture<UpgradeAnswer> future, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        UpgradeAnswer answer;
        try {
            answer = future.join();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The opening handshake failed for " + request.getRequestURI(), e);
            refuse(new UpgradeAnswer(500, List.of(), "", null), response);
            return;
        }
        if (answer.accept() == null) {
            refuse(answer, response);
        } else {
            HttpServletRequest container = unwrap(request);
            deployment
                    .takeoverFor(container)
                    .take(container, unwrap(response), answer, deployment.runtime(), deployment.transportChoice());
        }
    }

    private static void refuse(UpgradeAnswer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        for (Map.Entry<String, String> header : answer.headers()) {
            response.addHeader(header.getKey(), header.getValue());
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        if (!response.containsHeader("Content-Type")) {
            response.setContentType("text/plain;charset=utf-8");
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static HttpServletRequest unwrap(HttpServletRequest request) {
        ServletRequest inner = request;
        while (inner instanceof ServletRequestWrapper wrapper) {
            inner = wrapper.getRequest();
        }
        return (HttpServletRequest) inner;
    }

    private static HttpServletResponse unwrap(HttpServletResponse response) {
        ServletResponse inner = response;
        while (inner instanceof ServletResponseWrapper wrapper) {
            inner = wrapper.getResponse();
        }
        return (HttpServletResponse) inner;
    }
}
