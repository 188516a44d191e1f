// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.transport.channel;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The selector of a loop and the connections that it has found ready. They are collected first and handled after {@code select} has returned,
 * because a selector keeps its monitors while it reports: a loop could not change hands there. Owner of the loop only, but for
 * {@link #wakeup}.
 */
final class ReadySet {
    private static final Logger LOGGER = System.getLogger(ReadySet.class.getName());

    private final Consumer<SelectionKey> collector = this::collect;
    private volatile Selector selector; // volatile for wakeup
    private @Nullable ChannelTransport[] transports = new ChannelTransport[64];
    private int count;
    private int index;

    ReadySet() throws IOException {
        selector = Selector.open();
    }

    /** Looks which connections are ready, and waits for one if {@code waits}. The last set has been used up. */
    void select(boolean waits) {
        count = 0;
        index = 0;
        try {
            if (waits) {
                selector.select(collector);
            } else {
                selector.selectNow(collector);
            }
        } catch (IOException e) {
            LOGGER.log(Level.ERROR, "a selector failed; its connections are closed and it is replaced", e);
            replace(e);
        }
    }

    private void collect(SelectionKey key) {
        if (count == transports.length) {
            transports = Arrays.copyOf(transports, 2 * count);
        }
        transports[count++] = (ChannelTransport) key.attachment();
    }

    private void replace(IOException failure) {
        for (SelectionKey key : selector.keys()) {
            ((ChannelTransport) key.attachment()).fail(failure);
        }
        close();
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new IllegalStateException("no selector can be opened: is the process out of file descriptors?", e);
        }
    }

    /** The next one of the set, {@code null} after the last. */
    @Nullable ChannelTransport next() {
        if (index == count) {
            return null;
        }
        ChannelTransport transport = transports[index];
        transports[index++] = null;
        return transport;
    }

    /** Whether another one waits. */
    boolean hasNext() {
        return index < count;
    }

    SelectionKey register(SocketChannel channel, int operations, ChannelTransport transport) throws IOException {
        return channel.register(selector, operations, transport);
    }

    /** Ends the {@code select} that is under way, or the next one. Any thread. */
    void wakeup() {
        selector.wakeup();
    }

    boolean isOpen() {
        return selector.isOpen();
    }

    void close() {
        try {
            selector.close();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "a selector did not close cleanly", e);
        }
    }
}
