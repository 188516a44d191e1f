// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lending without waiting. */
class LoansTest {
    private static final class Thing {
        /** How many hold it. */
        final AtomicInteger holders = new AtomicInteger();
    }

    private final AtomicInteger made = new AtomicInteger();

    private Loans<Thing> loans(int maxIdle) {
        return new Loans<>(
                () -> {
                    made.incrementAndGet();
                    return new Thing();
                },
                maxIdle);
    }

    @Test
    @DisplayName("a thread gets back what it has given back; two loans at once are two things")
    void reuse() {
        Loans<Thing> loans = loans(64);
        Thing one = loans.borrow();
        Thing two = loans.borrow();
        assertNotSame(one, two);
        loans.giveBack(one);
        assertSame(one, loans.borrow());
        loans.giveBack(one);
        loans.giveBack(two);
        loans.borrow();
        loans.borrow();
        assertEquals(2, made.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 64})
    @DisplayName("no more than the maximum is kept, and nothing after a clear")
    void bounded(int maxIdle) {
        Loans<Thing> loans = loans(maxIdle);
        List<Thing> lent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            lent.add(loans.borrow());
        }
        lent.forEach(loans::giveBack);
        int before = made.get();
        Set<Thing> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        while (made.get() == before) {
            kept.add(loans.borrow());
        }
        kept.removeIf(thing -> !lent.contains(thing));
        assertTrue(!kept.isEmpty() && kept.size() <= maxIdle, "kept " + kept.size());
        lent.forEach(loans::giveBack);
        loans.clear();
        assertTrue(lent.stream().noneMatch(thing -> thing == loans.borrow()));
    }

    @Test
    @DisplayName("no thing is lent to two threads at once, also where it is given back by another thread")
    void exclusive() throws Exception {
        Loans<Thing> loans = loans(4);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        Thing one = loans.borrow();
                        Thing two = loans.borrow();
                        assertEquals(1, one.holders.incrementAndGet());
                        assertEquals(1, two.holders.incrementAndGet());
                        one.holders.decrementAndGet();
                        loans.giveBack(one);
                        two.holders.decrementAndGet();
                        loans.giveBack(two);
                    }
                }));
            }
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
