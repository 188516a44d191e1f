// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.connector.ClientAddress;
import dev.tautline.internal.connector.ClientConnector;
import dev.tautline.internal.connector.Exchange;
import dev.tautline.internal.connector.ExchangeRequest;
import dev.tautline.internal.connector.ExchangeResponse;
import dev.tautline.internal.connector.ProxySettings;
import dev.tautline.internal.extension.ExtensionNegotiator;
import dev.tautline.internal.handshake.ClientHandshake;
import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.jakarta.handshake.ClientFields;
import dev.tautline.spec.Profile;
import dev.tautline.testkit.MemoryTransport;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An answer that comes while the wait for it ends: the attempt has failed, so the connection must not stay. */
@Timeout(30)
class ClientOpeningTest {
    private static final ClientAddress ADDRESS = ClientAddress.of(URI.create("ws://host/"), Profile.JAKARTA);

    private final EngineRuntime runtime = EngineRuntime.acquire(this);
    private final MemoryTransport transport = new MemoryTransport();

    @AfterEach
    void end() {
        EngineRuntime.release(this);
    }

    @Test
    void answerAtTheVeryEndOfTheTimeout() {
        ClientOpening opening = opening("1");
        assertThrows(IOException.class, opening::open);
        assertTrue(transport.isClosed());
    }

    @Test
    void answerWhileTheWaitIsInterrupted() {
        ClientOpening opening = opening("0");
        Thread.currentThread().interrupt();
        assertThrows(IOException.class, opening::open);
        assertTrue(Thread.interrupted());
        assertTrue(transport.isClosed());
    }

    private ClientOpening opening(String timeoutMillis) {
        ClientHandshake handshake = new ClientHandshake(Profile.JAKARTA, 13, List.of(), ExtensionNegotiator.NONE, null);
        ClientOptions options =
                ClientOptions.from(Map.of(ClientOptions.PREFIX + "handshakeTimeout", timeoutMillis)::get, null);
        return new ClientOpening(
                new Late(), runtime, options, new ClientFields(ADDRESS, handshake, null), null, ADDRESS);
    }

    /** Its answer is there when it is to be cancelled. */
    private final class Late implements ClientConnector, Exchange {
        private final CompletableFuture<ExchangeResponse> response = new CompletableFuture<>();

        @Override
        public Exchange open(ExchangeRequest request) {
            return this;
        }

        @Override
        public String authorization(
                ExchangeRequest.Target target,
                List<Map.Entry<String, String>> headers,
                ProxySettings.Credentials credentials) {
            return null;
        }

        @Override
        public CompletionStage<ExchangeResponse> response() {
            return response.minimalCompletionStage();
        }

        @Override
        public void cancel() {
            response.complete(new ExchangeResponse(
                    101, "Switching Protocols", List.of(), transport, InputStream.nullInputStream()));
        }
    }
}
