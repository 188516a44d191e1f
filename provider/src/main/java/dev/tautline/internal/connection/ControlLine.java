// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.spec.Opcode;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pings and pongs in the order in which they will leave. Part of the {@link OutboundQueue}, whose lock guards all state and is held in
 * every call.
 */
final class ControlLine {
    private final ArrayDeque<Outgoing> frames = new ArrayDeque<>(0);
    private int applicationFrames;
    private int automaticPongs;

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Frames that the application has sent. */
    int applicationFrames() {
        return applicationFrames;
    }

    /** Automatic pongs that wait. */
    int automaticPongs() {
        return automaticPongs;
    }

    void add(Outgoing frame) {
        frames.addLast(frame);
        count(frame, 1);
    }

    /** The next to leave, or {@code null}. */
    @Nullable Outgoing poll() {
        Outgoing next = frames.pollFirst();
        if (next != null) {
            count(next, -1);
        }
        return next;
    }

    /** Drops all automatic pongs but the last. */
    void coalescePongs() {
        Iterator<Outgoing> oldest = frames.iterator();
        while (automaticPongs > 1) {
            if (isAutomaticPong(oldest.next())) {
                oldest.remove();
                automaticPongs--;
            }
        }
    }

    /** Takes out everything. */
    void takeAll(List<Outgoing> target) {
        target.addAll(frames);
        frames.clear();
        applicationFrames = 0;
        automaticPongs = 0;
    }

    private void count(Outgoing frame, int change) {
        applicationFrames += frame.automatic ? 0 : change;
        automaticPongs += isAutomaticPong(frame) ? change : 0;
    }

    private static boolean isAutomaticPong(Outgoing frame) {
        return frame.automatic && frame.opcode == Opcode.PONG;
    }
}
