// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

/** Lends {@link Scratch}. Shared by many connections, so safe for use by many threads at once. */
public interface ScratchPool {
    /** A scratch that nobody else uses until it is given back. Never waits. */
    Scratch borrow();

    /** Ends the loan. Called exactly once per {@link #borrow}, on the same thread. */
    void giveBack(Scratch scratch);

    /** Makes a scratch for each loan and keeps none. */
    static ScratchPool unpooled() {
        return new ScratchPool() {
            @Override
            public Scratch borrow() {
                return new Scratch();
            }

            @Override
            public void giveBack(Scratch scratch) {}
        };
    }
}
