// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final Lane lane = new Lane();

    @Test
    void aStepFromWithinAStepRunsAfterIt() {
        List<String> ran = new ArrayList<>();
        lane.run(() -> {
            lane.run(() -> ran.add("inner"));
            ran.add("outer");
        });
        assertEquals(List.of("outer", "inner"), ran);
    }

    @Test
    void aFailedStepDoesNotStopTheNext() {
        List<String> ran = new ArrayList<>();
        lane.run(() -> {
            throw new IllegalStateException("on purpose");
        });
        lane.run(() -> ran.add("next"));
        assertEquals(List.of("next"), ran);
    }

    @Test
    void stepsOfManyThreadsRunOneByOneAndNoneIsLost() throws InterruptedException {
        int[] unguarded = new int[1];
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(i -> new Thread(() -> {
                    await(start);
                    for (int n = 0; n < 10_000; n++) {
                        lane.run(() -> unguarded[0]++);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(80_000, unguarded[0]);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
