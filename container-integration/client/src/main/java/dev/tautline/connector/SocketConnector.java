// SPDX-License-Identifier: Apache-2.0
package dev.tautline.connector;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.Transport;
import org.eclipse.jetty.util.thread.Scheduler;

/** Tells each exchange the channels and end points that are made for it, so that it can close them at any moment. */
final class SocketConnector extends ClientConnector {
    @Override
    public void connect(SocketAddress address, Map<String, Object> context) {
        Destination destination = (Destination) Objects.requireNonNull(context.get(Destination.CONTEXT_KEY));
        JettyExchange exchange =
                (JettyExchange) Objects.requireNonNull(destination.getOrigin().getTag());
        Transport transport = (Transport) Objects.requireNonNull(context.get(Transport.CONTEXT_KEY));
        context.put(Transport.CONTEXT_KEY, new Watched(transport, exchange));
        super.connect(address, context);
    }

    /** The exchange that a context of this connector is for. */
    static JettyExchange exchange(Map<String, Object> context) {
        return ((Watched) Objects.requireNonNull(context.get(Transport.CONTEXT_KEY))).exchange;
    }

    private static final class Watched extends Transport.Wrapper {
        private final JettyExchange exchange;

        Watched(Transport wrapped, JettyExchange exchange) {
            super(wrapped);
            this.exchange = exchange;
        }

        @Override
        public SelectableChannel newSelectableChannel() throws IOException {
            SelectableChannel channel = super.newSelectableChannel();
            exchange.opened(channel);
            return channel;
        }

        @Override
        public EndPoint newEndPoint(
                Scheduler scheduler, ManagedSelector selector, SelectableChannel channel, SelectionKey key) {
            EndPoint endPoint = super.newEndPoint(scheduler, selector, channel, key);
            exchange.connected(endPoint);
            return endPoint;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Watched watched
                    && watched.getWrapped().equals(getWrapped())
                    && watched.exchange == exchange;
        }

        @Override
        public int hashCode() {
            return getWrapped().hashCode();
        }
    }
}
