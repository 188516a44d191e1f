// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions.app;

import dev.tautline.WebSocket;
import dev.tautline.jakarta.TautlineContainer;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Connects from inside the application to its own echo. {@code by} says how: {@code provider} asks {@code ContainerProvider}, {@code container} makes a
 * {@code TautlineContainer}, {@code native} is the native API, {@code kept} is as {@code provider} and leaves the session open. Answers with the class of
 * the container and the echo.
 */
@WebServlet("/client")
public class ClientServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final long PATIENCE_SECONDS = 30;

    /** The class loader of the endpoint's code is this application's wherever the provider's classes are. */
    @ClientEndpoint
    public static class Answers {
        final CompletableFuture<String> answer = new CompletableFuture<>();

        @OnMessage
        public void onText(String message) {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            answer.complete(
                    loader == Answers.class.getClassLoader() ? message : message + " under the class loader " + loader);
        }
    }

    private final transient CopyOnWriteArrayList<Session> kept = new CopyOnWriteArrayList<>();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        URI echo = URI.create("ws://127.0.0.1:" + request.getLocalPort() + request.getContextPath() + "/echo");
        String text = request.getParameter("text");
        response.setContentType("text/plain;charset=utf-8");
        try {
            response.getWriter().print(answer(request.getParameter("by"), echo, text));
        } catch (DeploymentException | ExecutionException | TimeoutException | InterruptedException e) {
            throw new ServletException(e);
        }
    }

    private String answer(String by, URI echo, String text)
            throws IOException, DeploymentException, ExecutionException, TimeoutException, InterruptedException {
        return switch (by) {
            case "provider" -> ask(ContainerProvider.getWebSocketContainer(), echo, text, false);
            case "kept" -> ask(ContainerProvider.getWebSocketContainer(), echo, text, true);
            case "native" -> askNative(echo, text);
            case "container" -> {
                try (TautlineContainer container = new TautlineContainer()) {
                    yield ask(container, echo, text, false);
                }
            }
            default -> throw new IllegalArgumentException(by);
        };
    }

    private String ask(WebSocketContainer container, URI echo, String text, boolean keep)
            throws IOException, DeploymentException, ExecutionException, TimeoutException, InterruptedException {
        Answers answers = new Answers();
        Session session = container.connectToServer(answers, echo);
        session.getBasicRemote().sendText(text);
        String answer = answers.answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (keep) {
            kept.add(session);
        } else {
            session.close();
        }
        return container.getClass().getName() + ": " + answer;
    }

    private static String askNative(URI echo, String text)
            throws ExecutionException, TimeoutException, InterruptedException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        WebSocket socket = WebSocket.connect(echo.toString(), opening -> {
            opening.onOpen(opened -> opened.send(text));
            opening.onMessage((from, message) -> answer.complete(message.text()));
            opening.onError((from, error) -> answer.completeExceptionally(error));
        });
        try {
            return WebSocket.class.getName() + ": " + answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            socket.close();
        }
    }
}
