// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.interop;

import dev.tautline.WebSocket;
import dev.tautline.WebSocketClientOptions;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The client of our native API. */
final class NativeClient implements Client {
    @Override
    public End connect(URI address, Offer offer) throws Exception {
        WebSocketClientOptions.Builder options = WebSocketClientOptions.builder()
                .protocols(offer.subprotocols().toArray(String[]::new))
                .maxPayload(offer.maxMessage());
        if (offer.compression()) {
            options.perMessageDeflate(NativeServer.KEEPING_CONTEXT);
        } else {
            options.perMessageDeflate(false);
        }
        offer.headers().forEach(options::header);
        CompletableFuture<End> opened = new CompletableFuture<>();
        WebSocket.connect(address, options.build(), socket -> {
            NativeEnd end = new NativeEnd(socket, null);
            socket.onOpen(open -> opened.complete(end));
            socket.onError((from, error) -> {
                end.heard().error(error);
                opened.completeExceptionally(error);
            });
        });
        return opened.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void stop() {}
}
