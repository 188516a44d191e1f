// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.extension;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the bytes of one message through several stages with a bounded buffer between each two. Buffers live for one message.
 * Owned by whoever owns its codecs.
 *
 * @param <X> what a stage throws
 */
final class Pipeline<X extends Exception> {
    /** One codec, decoding or encoding. */
    interface Stage<X extends Exception> {
        /** As {@code PayloadDecoder.decode} and {@code PayloadEncoder.encode}. */
        boolean run(ByteBuffer in, boolean last, ByteBuffer out) throws X;
    }

    private static final int BUFFER_BYTES = 4096;

    private List<Stage<X>> stages = List.of();
    /** Between stage i and i + 1, ready to be read. */
    private List<ByteBuffer> buffers = List.of();
    /** Stages that have given out the whole message. */
    private boolean[] finished = {};

    void begin(List<Stage<X>> newStages) {
        stages = newStages;
        buffers = new ArrayList<>();
        for (int i = 1; i < stages.size(); i++) {
            buffers.add(ByteBuffer.allocate(BUFFER_BYTES).limit(0));
        }
        finished = new boolean[stages.size()];
    }

    boolean run(ByteBuffer in, boolean last, ByteBuffer out) throws X {
        while (true) {
            int moved = 0;
            boolean done = true;
            for (int i = 0; i < stages.size(); i++) {
                ByteBuffer source = i == 0 ? in : buffers.get(i - 1);
                boolean isLastStage = i == stages.size() - 1;
                ByteBuffer target = isLastStage ? out : buffers.get(i).compact();
                int before = source.remaining() - target.position();
                boolean wasFinished = finished[i];
                done = wasFinished || runStage(i, source, last && done, target, done);
                moved += before - source.remaining() + target.position();
                moved += wasFinished == finished[i] ? 0 : 1;
                if (!isLastStage) {
                    target.flip();
                }
            }
            if (done) {
                if (last) {
                    Arrays.fill(finished, false);
                    buffers = List.of();
                    stages = List.of();
                }
                return true;
            }
            if (moved == 0) {
                return false;
            }
        }
    }

    private boolean runStage(int i, ByteBuffer source, boolean last, ByteBuffer target, boolean fed) throws X {
        boolean done = stages.get(i).run(source, last, target);
        if (done && last) {
            finished[i] = true;
        }
        return done && fed;
    }
}
