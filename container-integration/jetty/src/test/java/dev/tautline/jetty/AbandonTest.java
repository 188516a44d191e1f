// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jetty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tautline.servlet.TransportChoice;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import java.io.IOException;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An accepted handshake whose connection is gone before its answer was written: what it holds is freed. */
class AbandonTest {
    @ParameterizedTest
    @EnumSource(names = {"AUTO", "CONTAINER"})
    void anEndPointThatDiesBeforeTheAnswer(TransportChoice choice) throws Exception {
        CompletableFuture<EmbeddedJetty> started = new CompletableFuture<>();
        Filter cutting = (request, response, chain) -> {
            started.join().connector.getConnectedEndPoints().forEach(EndPoint::close);
            chain.doFilter(request, response);
        };
        try (EmbeddedJetty jetty = new EmbeddedJetty(
                EmbeddedJetty.factories(false), choice, AbandonTest.class.getClassLoader(), (classes, context) -> {
                    FilterRegistration.Dynamic registration = context.addFilter("cutting", cutting);
                    registration.setAsyncSupported(true);
                    registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
                })) {
            started.complete(jetty);
            assertThrows(IOException.class, () -> new RawClient(jetty.port(), false, "/echo", new byte[0]));
            assertEquals("abandoned", jetty.events.poll(60, TimeUnit.SECONDS));
        }
    }
}
