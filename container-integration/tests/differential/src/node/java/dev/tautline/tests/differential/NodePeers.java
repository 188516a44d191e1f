// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.differential;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A Node process with the real packages, as {@code peer.cjs} makes servers and clients of them. Installed on first use. */
final class NodePeers implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 30;
    private static final Path SOURCE = Path.of("src", "node", "npm");
    private static final Path INSTALLED = Path.of("target", "node");

    private final Process process;
    private final BufferedWriter commands;
    private final ConcurrentMap<String, BlockingQueue<String>> events = new ConcurrentHashMap<>();

    NodePeers() throws IOException, InterruptedException {
        install();
        process = new ProcessBuilder("node", "peer.cjs")
                .directory(INSTALLED.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        Thread reader = new Thread(this::read, "node-events");
        reader.setDaemon(true);
        reader.start();
    }

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        for (String file : List.of("package.json", "package-lock.json", "peer.cjs")) {
            Files.write(INSTALLED.resolve(file), Files.readAllBytes(SOURCE.resolve(file)));
        }
        if (Files.isDirectory(INSTALLED.resolve("node_modules").resolve("ws"))) {
            return;
        }
        Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                .directory(INSTALLED.toFile())
                .inheritIO()
                .start();
        if (!npm.waitFor(5, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            throw new IOException("npm ci failed in " + INSTALLED.toAbsolutePath());
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                queue(line.substring(0, space)).add(line.substring(space + 1));
            }
        } catch (IOException e) {
            // The process has ended; whoever waits for an event says so.
        }
    }

    private BlockingQueue<String> queue(String name) {
        return events.computeIfAbsent(name, key -> new LinkedBlockingQueue<>());
    }

    void command(String line) throws IOException {
        commands.write(line);
        commands.newLine();
        commands.flush();
    }

    /** Starts a server and waits until it listens; its port. */
    int server(String kind, String name, String options) throws IOException, InterruptedException {
        command(kind + " " + name + " " + options);
        String event = next(name);
        if (!event.startsWith("port ")) {
            throw new IOException(name + ": " + event);
        }
        return Integer.parseInt(event.substring("port ".length()));
    }

    /** The next event of a server or client. */
    String next(String name) throws IOException, InterruptedException {
        String event = queue(name).poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
            throw new IOException("No event of " + name + " in " + DEADLINE_SECONDS + " s");
        }
        return event;
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        commands.close();
        process.destroy();
    }
}
