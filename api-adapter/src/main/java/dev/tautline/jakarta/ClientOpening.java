// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta;

import dev.tautline.internal.connector.ClientAddress;
import dev.tautline.internal.connector.ClientConnector;
import dev.tautline.internal.connector.Exchange;
import dev.tautline.internal.connector.ExchangeRequest;
import dev.tautline.internal.connector.ExchangeResponse;
import dev.tautline.internal.connector.ProxySettings;
import dev.tautline.internal.handshake.ClientHandshake;
import dev.tautline.internal.handshake.Established;
import dev.tautline.internal.handshake.HandshakeFailedException;
import dev.tautline.internal.handshake.Headers;
import dev.tautline.internal.runtime.EngineRuntime;
import dev.tautline.jakarta.handshake.ClientFields;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.HandshakeResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A client's opening handshake with its challenges, redirects and retries. One thread calls {@link #open} and waits in it; {@link #cancel} may come from
 * any.
 */
final class ClientOpening {
    /** An open connection that has not started. */
    record Opened(ClientAddress address, boolean redirected, ExchangeResponse response, Established established) {}

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int UNAUTHORIZED = 401;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int MAX_RETRIES = 5;

    private final ClientConnector connector;
    private final EngineRuntime runtime;
    private final ClientOptions options;
    private final ClientFields fields;
    private final ClientEndpointConfig.@Nullable Configurator configurator;
    private final CompletableFuture<@Nullable Void> cancelled = new CompletableFuture<>();
    private ClientAddress address;
    private @Nullable String authorization;
    private boolean challenged;
    private int redirects;
    private int retries;

    ClientOpening(
            ClientConnector connector,
            EngineRuntime runtime,
            ClientOptions options,
            ClientFields fields,
            ClientEndpointConfig.@Nullable Configurator configurator,
            ClientAddress address) {
        this.connector = connector;
        this.runtime = runtime;
        this.options = options;
        this.fields = fields;
        this.configurator = configurator;
        this.address = address;
        this.authorization = fromAddress();
    }

    private @Nullable String fromAddress() {
        ProxySettings.Credentials credentials = address.credentials();
        return credentials == null ? null : credentials.basic();
    }

    /** Ends {@link #open} with an exception. */
    void cancel() {
        cancelled.complete(null);
    }

    /**
     * Goes through the handshake.
     *
     * @throws HandshakeRefusedException if the server answers with something else
     * @throws IOException if there is no answer
     */
    Opened open() throws IOException, HandshakeRefusedException {
        while (true) {
            String key = ClientHandshake.newKey(runtime.random());
            ExchangeResponse response = exchange(key);
            if (response.status() == SWITCHING_PROTOCOLS) {
                return establish(response, key);
            }
            response.abandon();
            if (!answersChallenge(response) && !follows(response) && !waits(response)) {
                throw refused(
                        "The server answered " + response.status() + " instead of 101" + hint(response), response);
            }
        }
    }

    private ExchangeResponse exchange(String key) throws IOException {
        ExchangeRequest request = new ExchangeRequest(
                address.target(),
                fields.of(address, key, fields.trusts(address) ? authorization : null),
                address.unixSocket(),
                options.proxy(),
                options.tls(),
                runtime);
        Exchange exchange = connector.open(request);
        var unused = cancelled.thenRun(exchange::cancel);
        boolean answered = false;
        try {
            ExchangeResponse response = await(exchange.response().toCompletableFuture());
            answered = true;
            return response;
        } finally {
            if (!answered) {
                giveUp(exchange);
            }
        }
    }

    /** An answer that has come while the wait ended can't be cancelled any more, and nobody else will have it. */
    private static void giveUp(Exchange exchange) {
        exchange.cancel();
        var unused = exchange.response().thenAccept(ExchangeResponse::abandon);
    }

    private ExchangeResponse await(CompletableFuture<ExchangeResponse> response) throws IOException {
        long nanos = options.handshakeTimeout().toNanos();
        try {
            return nanos == 0 ? response.get() : response.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException(
                    "No answer from " + place() + " within "
                            + options.handshakeTimeout().toMillis() + " ms (" + ClientOptions.PREFIX
                            + "handshakeTimeout)",
                    e);
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (ExecutionException | CancellationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(place() + " could not be reached: " + cause.getMessage(), cause);
        }
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("Interrupted while connecting");
    }

    /** Without the user information. */
    private String place() {
        return address.unixSocket() == null
                ? (address.target().secure() ? "wss://" : "ws://")
                        + address.target().authority()
                : address.unixSocket().toString();
    }

    private Opened establish(ExchangeResponse response, String key) throws HandshakeRefusedException {
        Opened opened = null;
        try {
            if (configurator != null) {
                Map<String, List<String>> headers =
                        Collections.unmodifiableMap(ClientFields.grouped(response.headers()));
                HandshakeResponse shown = () -> headers;
                configurator.afterResponse(shown);
            }
            Established established =
                    fields.handshake().check(SWITCHING_PROTOCOLS, Headers.of(response.headers()), key);
            opened = new Opened(address, redirects > 0, response, established);
            return opened;
        } catch (HandshakeFailedException e) {
            throw refused(String.valueOf(e.getMessage()), response);
        } finally {
            if (opened == null) {
                response.abandon();
            }
        }
    }

    /** One answer for each address: credentials that were refused once are not right the second time. */
    private boolean answersChallenge(ExchangeResponse response) {
        ProxySettings.Credentials credentials =
                address.credentials() == null ? options.credentials() : address.credentials();
        if (response.status() != UNAUTHORIZED
                || challenged
                || credentials == null
                || fields.hasAuthorization()
                || !fields.trusts(address)) {
            return false;
        }
        String answer = connector.authorization(address.target(), response.headers(), credentials);
        if (answer == null || answer.equals(authorization)) {
            return false;
        }
        authorization = answer;
        challenged = true;
        return true;
    }

    private boolean follows(ExchangeResponse response) throws HandshakeRefusedException {
        String location = header(response, "Location");
        if (response.status() < 300 || response.status() >= 400 || location == null || options.maxRedirects() == 0) {
            return false;
        }
        redirects++;
        if (redirects > options.maxRedirects()) {
            throw refused("More than " + options.maxRedirects() + " redirects", response);
        }
        try {
            address = address.resolve(location, fields.handshake().profile());
        } catch (IllegalArgumentException e) {
            throw refused("The server redirects to something that is no address of a WebSocket server", response);
        }
        authorization = fromAddress();
        challenged = false;
        return true;
    }

    /** RFC 9110 §10.2.3, in seconds or as a date. */
    private boolean waits(ExchangeResponse response) throws IOException {
        String value = header(response, "Retry-After");
        if (response.status() != SERVICE_UNAVAILABLE
                || value == null
                || options.maxRetryAfter().isZero()
                || retries == MAX_RETRIES) {
            return false;
        }
        long millis = RetryAfter.millis(value, System.currentTimeMillis());
        if (millis < 0 || millis > options.maxRetryAfter().toMillis()) {
            return false;
        }
        retries++;
        try {
            cancelled.get(millis, TimeUnit.MILLISECONDS);
            throw new IOException("The client has been closed while it waited to connect again");
        } catch (TimeoutException e) {
            return true;
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private String hint(ExchangeResponse response) {
        if (response.status() == UNAUTHORIZED) {
            return "; give credentials by " + ClientOptions.PREFIX + "user and .password, or correct them";
        }
        boolean redirect = response.status() >= 300 && response.status() < 400;
        return redirect ? "; redirects are followed with " + ClientOptions.PREFIX + "maxRedirects above 0" : "";
    }

    private HandshakeRefusedException refused(String message, ExchangeResponse response) {
        return new HandshakeRefusedException(
                place() + ": " + message, response.status(), ClientFields.grouped(response.headers()));
    }

    private static @Nullable String header(ExchangeResponse response, String name) {
        List<String> values = Headers.of(response.headers()).values(name);
        return values.isEmpty() ? null : values.get(0);
    }
}
