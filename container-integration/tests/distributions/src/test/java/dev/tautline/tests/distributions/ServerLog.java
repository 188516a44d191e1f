// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server prints, line by line. One thread follows it; any thread may wait for a line. */
final class ServerLog {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Guarded by lock, as is {@link #ended}. */
    private final List<String> lines = new ArrayList<>();

    private boolean ended;

    /** Reads until the process closes its output. */
    void follow(InputStream output) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line, false);
            }
        } catch (IOException e) {
            add("The log can't be read on: " + e, false);
        } finally {
            add("", true);
        }
    }

    private void add(String line, boolean last) {
        lock.lock();
        try {
            lines.add(line);
            ended |= last;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Where the log stands: lines that come later have this number or a higher one. */
    int position() {
        lock.lock();
        try {
            return lines.size();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a line that has the pattern in it, from {@code position} on. */
    Matcher await(int position, Pattern pattern) throws InterruptedException {
        long remaining = PATIENCE_NANOS;
        int next = position;
        lock.lock();
        try {
            while (true) {
                for (; next < lines.size(); next++) {
                    Matcher matcher = pattern.matcher(lines.get(next));
                    if (matcher.find()) {
                        return matcher;
                    }
                }
                if (ended || remaining <= 0) {
                    throw new AssertionError((ended ? "The server ended without" : "The server did not print")
                            + " a line with " + pattern + ":\n" + String.join("\n", lines));
                }
                remaining = changed.awaitNanos(remaining);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The lines so far that have the pattern in them. */
    List<String> find(Pattern pattern) {
        lock.lock();
        try {
            return lines.stream().filter(line -> pattern.matcher(line).find()).toList();
        } finally {
            lock.unlock();
        }
    }
}
