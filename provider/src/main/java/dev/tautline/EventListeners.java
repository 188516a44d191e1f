// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one socket or server: for each event one slot and a list, the slot first. Changed under the lock of this object, read without;
 * a change during a call counts from the next event on.
 */
final class EventListeners {
    private static final Entry[] NONE = {};

    /** Copied at every change; shorter than there are events where the last ones have no listener. */
    private volatile Entry[][] entries = {};

    /** What listeners have as context class loader; {@code null} leaves that of the thread. */
    private final @Nullable ClassLoader loader;

    EventListeners() {
        this(null);
    }

    private EventListeners(@Nullable ClassLoader loader) {
        this.loader = loader;
    }

    /** Listeners that have the context class loader of the calling thread. */
    static EventListeners ofCaller() {
        return new EventListeners(Thread.currentThread().getContextClassLoader());
    }

    /** A listener and whether it is in the slot or for one event only. */
    record Entry(Object listener, boolean slot, boolean once) {}

    /** Fills the slot; {@code null} clears it. */
    <L> void slot(EventKey<L> event, @Nullable L listener) {
        change(event, before -> {
            Entry[] others =
                    before.length > 0 && before[0].slot() ? Arrays.copyOfRange(before, 1, before.length) : before;
            return listener == null ? others : prepend(new Entry(listener, true, false), others);
        });
    }

    @SuppressWarnings("unchecked")
    <L> @Nullable L slot(EventKey<L> event) {
        Entry[] now = of(event);
        return now.length > 0 && now[0].slot() ? (L) now[0].listener() : null;
    }

    /** @param repeatable whether a listener that is there already is added again */
    <L> void add(EventKey<L> event, L listener, boolean once, boolean repeatable) {
        change(
                event,
                before -> !repeatable && indexOf(before, listener) >= 0
                        ? before
                        : append(before, new Entry(listener, false, once)));
    }

    <L> void remove(EventKey<L> event, L listener) {
        change(event, before -> {
            int index = indexOf(before, listener);
            return index < 0 ? before : without(before, index);
        });
    }

    /** Takes a listener for one event out; false if another event has done so. */
    @SuppressWarnings("ReferenceEquality") // the same listener may have been added again meanwhile
    <L> boolean take(EventKey<L> event, Entry entry) {
        synchronized (this) {
            Entry[] before = of(event);
            for (int i = 0; i < before.length; i++) {
                if (before[i] == entry) {
                    set(event, without(before, i));
                    return true;
                }
            }
            return false;
        }
    }

    Entry[] of(EventKey<?> event) {
        Entry[][] now = entries;
        return event.index() < now.length ? now[event.index()] : NONE;
    }

    boolean has(EventKey<?> event) {
        return of(event).length > 0;
    }

    @SuppressWarnings("unchecked")
    <L> void call(EventKey<L> event, Consumer<L> call) {
        for (Entry entry : of(event)) {
            if (!entry.once() || take(event, entry)) {
                ClassLoader before = enter();
                try {
                    call.accept((L) entry.listener());
                } finally {
                    leave(before);
                }
            }
        }
    }

    /**
     * Before a listener is called.
     *
     * @return for {@link #leave}
     */
    @Nullable ClassLoader enter() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        if (loader != null && before != loader) {
            thread.setContextClassLoader(loader);
        }
        return before;
    }

    /** After it: the interrupt flag that it may have left is not meant for what comes next. */
    void leave(@Nullable ClassLoader before) {
        Thread thread = Thread.currentThread();
        if (thread.getContextClassLoader() != before) {
            thread.setContextClassLoader(before);
        }
        Thread.interrupted();
    }

    private interface Change {
        Entry[] of(Entry[] before);
    }

    private synchronized void change(EventKey<?> event, Change change) {
        set(event, change.of(of(event)));
    }

    private void set(EventKey<?> event, Entry[] list) {
        Entry[][] before = entries;
        Entry[][] copy = Arrays.copyOf(before, Math.max(before.length, event.index() + 1));
        Arrays.fill(copy, before.length, copy.length, NONE);
        copy[event.index()] = list;
        entries = copy;
    }

    private static int indexOf(Entry[] list, Object listener) {
        for (int i = 0; i < list.length; i++) {
            if (!list[i].slot() && list[i].listener().equals(listener)) {
                return i;
            }
        }
        return -1;
    }

    private static Entry[] append(Entry[] list, Entry entry) {
        Entry[] longer = Arrays.copyOf(list, list.length + 1);
        longer[list.length] = entry;
        return longer;
    }

    private static Entry[] prepend(Entry entry, Entry[] list) {
        Entry[] longer = new Entry[list.length + 1];
        longer[0] = entry;
        System.arraycopy(list, 0, longer, 1, list.length);
        return longer;
    }

    private static Entry[] without(Entry[] list, int index) {
        Entry[] shorter = new Entry[list.length - 1];
        System.arraycopy(list, 0, shorter, 0, index);
        System.arraycopy(list, index + 1, shorter, index, shorter.length - index);
        return shorter;
    }
}
