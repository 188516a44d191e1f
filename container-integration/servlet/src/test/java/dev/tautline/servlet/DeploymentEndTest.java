// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.internal.connection.UpgradeResponder;
import dev.tautline.spec.UpgradeRequest;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that are under way while their application stops. */
class DeploymentEndTest {
    private final Deployment deployment = Deployment.of(container(
            ServletContext.class,
            Map.of(
                    "addFilter",
                    container(FilterRegistration.Dynamic.class, Map.of()),
                    "getContextPath",
                    "",
                    "getServerInfo",
                    "",
                    "getClassLoader",
                    DeploymentEndTest.class.getClassLoader())));

    @AfterEach
    void end() {
        deployment.end();
    }

    /** What brings the first upgrade of its server: the server is shut down before it is asked. */
    @Test
    void serversThatComeWithTheEnd() {
        Counting before = new Counting();
        Counting behind = new Counting();
        deployment.adopt(before);
        deployment.end();
        deployment.adopt(behind);
        assertEquals(1, before.shutdowns);
        assertEquals(1, behind.shutdowns);
    }

    /** What is decided when Tomcat has forgotten the way to the filters: nobody will carry it out. */
    @Test
    void decisionsThatComeWithTheEnd() throws IOException {
        AtomicInteger abandoned = new AtomicInteger();
        CompletableFuture<UpgradeAnswer> answer = new CompletableFuture<>();
        AsyncContext async =
                container(AsyncContext.class, Map.of("dispatch", new UnsupportedOperationException("no way")));
        HttpServletRequest request =
                container(HttpServletRequest.class, Map.of("isAsyncSupported", true, "startAsync", async));
        HttpServletResponse response = container(HttpServletResponse.class, Map.of());
        PendingUpgrade pending = new PendingUpgrade(request, new Counting());
        deployment.upgradeFilter().carryOut(pending, answer, request, response);
        answer.complete(new UpgradeAnswer(101, List.of(), "", transport -> {}, abandoned::incrementAndGet));
        assertEquals(1, abandoned.get());
    }

    /** @param answers by the names of methods; one that is an exception is thrown, other methods do nothing */
    private static <T> T container(Class<T> type, Map<String, Object> answers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object answer = answers.get(method.getName());
                    if (answer instanceof RuntimeException failure) {
                        throw failure;
                    }
                    return answer;
                }));
    }

    private static final class Counting implements UpgradeResponder {
        private int shutdowns;

        @Override
        public boolean handles(UpgradeRequest request) {
            return true;
        }

        @Override
        public CompletionStage<UpgradeAnswer> respond(UpgradeRequest request) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<?> shutdown() {
            shutdowns++;
            return CompletableFuture.completedFuture(null);
        }
    }
}
