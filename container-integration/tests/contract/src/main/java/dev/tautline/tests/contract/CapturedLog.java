// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What is logged, by us and by the container, from {@link #start} to {@link #close}. */
public final class CapturedLog extends Handler implements AutoCloseable {
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private CapturedLog() {}

    /** Begins to listen. */
    public static CapturedLog start() {
        CapturedLog log = new CapturedLog();
        Logger.getLogger("").addHandler(log);
        return log;
    }

    /** Messages with their parameters; a throwable's and its causes' messages follow as lines of their own. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Adds what was thrown instead of logged. */
    public void add(Throwable thrown) {
        LogRecord entry = new LogRecord(Level.SEVERE, "thrown");
        entry.setThrown(thrown);
        publish(entry);
    }

    /** Fails unless a line has both in it. */
    public void assertContains(String one, String other) {
        if (lines.stream().noneMatch(line -> line.contains(one) && line.contains(other))) {
            throw new AssertionError("No line with '" + one + "' and '" + other + "':\n" + String.join("\n", lines));
        }
    }

    @Override
    public void publish(LogRecord entry) {
        lines.add(formatter.formatMessage(entry));
        for (Throwable cause = entry.getThrown(); cause != null; cause = cause.getCause()) {
            lines.add(cause.toString());
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
