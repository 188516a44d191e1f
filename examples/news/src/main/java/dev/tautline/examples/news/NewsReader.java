// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.news;

import jakarta.websocket.ClientEndpoint;
import jakarta.websocket.CloseReason;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Reads headlines, and writes those that it is given. */
@ClientEndpoint(encoders = HeadlineEncoder.class, decoders = HeadlineDecoder.class)
public class NewsReader {
    private final Consumer<Headline> reader;
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

    /** @param reader called for each headline, one after the other */
    public NewsReader(Consumer<Headline> reader) {
        this.reader = reader;
    }

    @OnMessage
    public void read(Headline headline) {
        reader.accept(headline);
    }

    @OnClose
    public void close(CloseReason reason) {
        closed.complete(reason);
    }

    /** Why the connection has ended, once it has. */
    public CompletableFuture<CloseReason> closed() {
        return closed;
    }

    /** Usage: {@code NewsReader ws://localhost:8080/news/weather [author headline]}. */
    public static void main(String[] arguments) throws Exception {
        NewsReader reader =
                new NewsReader(headline -> System.out.println(headline.author() + " says: " + headline.text()));
        Session session = ContainerProvider.getWebSocketContainer().connectToServer(reader, URI.create(arguments[0]));
        if (arguments.length == 3) {
            session.getBasicRemote().sendObject(new Headline(arguments[1], arguments[2]));
        }
        System.out.println("closed: " + reader.closed().join());
    }
}
