// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.echo;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** {@code echo.jar} in a process of its own. */
final class EchoProcess implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;

    private final Process process;
    private final int port;

    private EchoProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }

    static Path jar() {
        return Path.of("target", "echo.jar").toAbsolutePath();
    }

    static EchoProcess start(String container) throws IOException {
        Process process = new ProcessBuilder(java(), "-jar", jar().toString(), container, "0")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("READY ")) {
                return new EchoProcess(process, Integer.parseInt(line.substring("READY ".length())));
            }
        }
        throw new IOException(container + " ended before it was ready");
    }

    URI uri(String path) {
        return URI.create("ws://127.0.0.1:" + port + path);
    }

    void terminate() {
        process.destroy();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the server is still running");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
