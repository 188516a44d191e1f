// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import static java.util.stream.Collectors.toCollection;

import java.util.Set;
import java.util.TreeSet;

/** What an application may have left behind. */
final class Leftovers {
    private Leftovers() {}

    /** The names of our threads. */
    static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("tautline-"))
                .collect(toCollection(TreeSet::new));
    }
}
