// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code chat-run.jar} in a process of its own, as somebody at a terminal starts it. */
final class ChatServer implements AutoCloseable {
    private static final Pattern OPEN = Pattern.compile("Open http://localhost:(\\d+)/ .*");
    private static final long DEADLINE_SECONDS = 90;

    private final Process process;
    private final int port;
    private final Queue<String> log;

    private ChatServer(Process process, int port, Queue<String> log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** @param port 0 for a free one */
    static ChatServer start(int port) throws IOException, InterruptedException, TimeoutException {
        Path jar = Path.of(System.getProperty("basedir", "."), "target", "chat-run.jar");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(), "-Xmx128m", "-jar", jar.toString(), Integer.toString(port))
                .redirectErrorStream(true)
                .start();
        Queue<String> log = new ConcurrentLinkedQueue<>();
        CompletableFuture<Integer> opened = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, log, opened), "log of the chat");
        reader.setDaemon(true);
        reader.start();
        try {
            return new ChatServer(process, opened.get(DEADLINE_SECONDS, TimeUnit.SECONDS), log);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            process.destroyForcibly();
            throw new IOException("The chat did not start:\n" + String.join("\n", log), e);
        }
    }

    private static void read(Process process, Queue<String> log, CompletableFuture<Integer> opened) {
        try (var lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(line);
                Matcher matcher = OPEN.matcher(line);
                if (matcher.matches()) {
                    opened.complete(Integer.valueOf(matcher.group(1)));
                }
            }
        } catch (IOException e) {
            log.add(e.toString());
        } finally {
            opened.completeExceptionally(new IOException("The process ended"));
        }
    }

    int port() {
        return port;
    }

    String page() {
        return "http://localhost:" + port + "/";
    }

    /** All lines so far. */
    String log() {
        return String.join("\n", log);
    }

    /** Stops it as Ctrl-C does. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new IllegalStateException("The chat did not stop:\n" + log());
    }
}
