// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.recipes;

import dev.tautline.WebSocket;
import dev.tautline.WebSocketStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A socket as a stream: {@code duplex.pipe(process.stdout); process.stdin.pipe(duplex)}. Neither side runs ahead of the other. At a client
 * {@code DuplexPipe.connect(WebSocket.connect(address), System.in, System.out, threads)}: what is typed before the socket is open waits for it.
 */
public final class DuplexPipe {
    private DuplexPipe() {}

    /**
     * Sends what {@code from} has, closes the socket at its end, and writes what comes until then to {@code to}.
     *
     * @param threads run two tasks that wait; virtual threads are good for it
     * @return completes when the stream has ended and what came was written, though {@code from} may still wait for input
     */
    public static CompletableFuture<Void> connect(
            WebSocket socket, InputStream from, OutputStream to, Executor threads) {
        WebSocketStream stream = WebSocketStream.of(socket);
        threads.execute(transfer(stream, () -> {
            from.transferTo(stream.output());
            stream.close();
        }));
        return CompletableFuture.runAsync(
                transfer(stream, () -> {
                    stream.input().transferTo(to);
                    to.flush();
                }),
                threads);
    }

    private interface Transfer {
        void run() throws IOException;
    }

    /** Where one direction fails the whole stream ends. */
    private static Runnable transfer(WebSocketStream stream, Transfer transfer) {
        return () -> {
            try {
                transfer.run();
            } catch (IOException e) {
                stream.destroy(e);
            }
        };
    }
}
