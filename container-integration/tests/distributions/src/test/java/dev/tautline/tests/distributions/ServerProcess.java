// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.distributions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A distribution's server as a child process; it ends with SIGTERM. */
final class ServerProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 60;

    private final Process process;
    private final ServerLog log = new ServerLog();
    private final Thread follower;

    private ServerProcess(Process process) {
        this.process = process;
        this.follower = new Thread(() -> log.follow(process.getInputStream()), "log of " + process.pid());
        follower.setDaemon(true);
        follower.start();
    }

    static ServerProcess start(Path directory, Map<String, String> environment, List<String> command)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start());
    }

    long pid() {
        return process.pid();
    }

    ServerLog log() {
        return log;
    }

    /** Asks it to end, by SIGTERM; returns at once. */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end. */
    int exitStatus() throws InterruptedException {
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("The server still runs after " + STOP_SECONDS + " s");
        }
        follower.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        return process.exitValue();
    }

    /** Makes sure that nothing stays behind, however a test ended. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
