// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.spec.UpgradeRequest;
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
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
            answer =
                    ask(pending.responder()::respond, new ServletUpgradeRequest(pending.original(), (HttpServletRequest)
                            request));
        }
        carryOut(pending, answer, (HttpServletRequest) request, (HttpServletResponse) response);
    }

    /** Performs what was decided; where that takes time, the ASYNC dispatch that comes by here does. */
    void carryOut(
            PendingUpgrade pending,
            CompletableFuture<UpgradeAnswer> answer,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (answer.isDone() || !request.isAsyncSupported()) {
            request.removeAttribute(PendingUpgrade.ATTRIBUTE);
            perform(answer, request, response);
        } else {
            pending.answer(answer);
            request.setAttribute(PendingUpgrade.ATTRIBUTE, pending);
            suspend(answer, request, response);
        }
    }

    /** The answer; what the responder throws is a failed one. */
    static CompletableFuture<UpgradeAnswer> ask(
            Function<UpgradeRequest, CompletionStage<UpgradeAnswer>> responder, UpgradeRequest request) {
        try {
            return responder.apply(request).toCompletableFuture();
        } catch (RuntimeException | LinkageError e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void suspend(CompletionStage<UpgradeAnswer> answer, ServletRequest request, ServletResponse response) {
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(deployment.handshakeTimeout().toMillis());
        answer.whenComplete((decided, failure) -> {
            try {
                async.dispatch();
            } catch (IllegalStateException | UnsupportedOperationException e) {
                // The second by Tomcat, which knows no way to the filters any more when the application stops.
                LOG.log(Level.DEBUG, "The request ended before its opening handshake was decided", e);
                abandon(answer);
            }
        });
    }

    /** Frees what an answer holds, now or when it comes. */
    private static void abandon(CompletionStage<UpgradeAnswer> answer) {
        answer.thenAccept(decided -> decided.abandon().run());
    }

    /**
     * Switches protocols or refuses, as the answer says; waits for it where it has not come yet. Whatever goes wrong is logged here: an
     * exception that reached the container would end on its error page, in front of the peer.
     */
    void perform(CompletableFuture<UpgradeAnswer> future, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try {
            UpgradeAnswer answer = future.get(deployment.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS);
            if (answer.accept() == null) {
                refuse(answer, response);
            } else {
                accept(answer, request, response);
            }
        } catch (ExecutionException e) {
            fail(request, response, e.getCause());
        } catch (TimeoutException | InterruptedException | CancellationException e) {
            abandon(future);
            fail(request, response, e);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void accept(UpgradeAnswer answer, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        HttpServletRequest container = unwrap(request);
        try {
            deployment
                    .takeoverFor(container)
                    .take(container, unwrap(response), answer, deployment.runtime(), deployment.transportChoice());
        } catch (IOException | ServletException | RuntimeException | LinkageError e) {
            answer.abandon().run();
            fail(request, response, e);
        }
    }

    private static void fail(HttpServletRequest request, HttpServletResponse response, @Nullable Throwable cause)
            throws IOException {
        LOG.log(Level.WARNING, "The opening handshake failed for " + request.getRequestURI(), cause);
        if (!response.isCommitted()) {
            response.reset();
            refuse(new UpgradeAnswer(500, List.of(), "", null), response);
        }
    }

    private static void refuse(UpgradeAnswer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        for (Map.Entry<String, String> header : answer.headers()) {
            response.addHeader(header.getKey(), header.getValue());
            boolean hasCharset = header.getKey().equalsIgnoreCase("Content-Type")
                    && !header.getValue().equals(response.getContentType());
            if (hasCharset) {
                // Jetty's addition
                response.setCharacterEncoding((String) null);
            }
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
