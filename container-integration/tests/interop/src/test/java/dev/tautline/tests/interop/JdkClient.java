// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code java.net.http.WebSocket}. Knows neither compression nor limits. */
final class JdkClient implements Client {
    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public End connect(URI address, Offer offer) throws Exception {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        offer.headers().forEach(builder::header);
        List<String> subprotocols = offer.subprotocols();
        if (!subprotocols.isEmpty()) {
            builder.subprotocols(
                    subprotocols.get(0),
                    subprotocols.subList(1, subprotocols.size()).toArray(String[]::new));
        }
        Heard heard = new Heard();
        return new JdkEnd(builder.buildAsync(address, new JdkListener(heard)).get(30, TimeUnit.SECONDS), heard);
    }

    @Override
    public void stop() {}
}
