// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A server in a process of its own. Its output is read by one daemon thread; everything else belongs to the main thread. */
final class ServerProcess implements AutoCloseable {

    private static final long START_SECONDS = 60;
    private static final long STOP_SECONDS = 15;
    private static final int KEPT_LINES = 30;
    private static final int SHOWN_LINES = 10;

    private final Peer peer;
    private final Process process;
    private final int port;
    private final Path directory;
    private final CompletableFuture<String> ready = new CompletableFuture<>();

    // Only accessed by the output thread until `ready` is completed.
    private final Deque<String> lastLines = new ArrayDeque<>();

    private ServerProcess(Peer peer, Process process, int port, Path directory) {
        this.peer = peer;
        this.process = process;
        this.port = port;
        this.directory = directory;
    }

    /**
     * Starts a server and waits until it accepts connections.
     *
     * @throws IOException when it ends or says nothing for a minute; the message carries its last lines
     */
    static ServerProcess start(Peer peer, Layout layout, List<String> jvmOptions, int maxMessage)
            throws IOException, InterruptedException {
        int port = freePort();
        Path directory = Files.createTempDirectory("benchmarks-" + peer.label());
        List<String> java = java(jvmOptions);
        java.add("-Djava.io.tmpdir=" + directory);
        Process process = new ProcessBuilder(peer.command(java, layout, port, maxMessage))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        ServerProcess server = new ServerProcess(peer, process, port, directory);
        Thread output = new Thread(server::readOutput, "output of " + peer.label());
        output.setDaemon(true);
        output.start();
        try {
            server.ready.get(START_SECONDS, TimeUnit.SECONDS);
            return server;
        } catch (ExecutionException | TimeoutException e) {
            server.close();
            throw new IOException("Peer " + peer.label() + " did not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            server.close();
            throw e;
        }
    }

    /** How this JVM is called, with options. */
    static List<String> java(List<String> options) {
        List<String> java = new ArrayList<>();
        java.add(ProcessHandle.current().info().command().orElse("java"));
        java.addAll(options);
        return java;
    }

    Peer peer() {
        return peer;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    private void readOutput() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int shown = 0;
            String line;
            while ((line = reader.readLine()) != null) {
                if (ready.isDone()) {
                    show(line, ++shown);
                } else if (line.startsWith("READY")) {
                    ready.complete(line);
                } else {
                    if (lastLines.size() == KEPT_LINES) {
                        lastLines.removeFirst();
                    }
                    lastLines.add(line);
                }
            }
        } catch (IOException e) {
            lastLines.add(e.toString());
        }
        ready.completeExceptionally(new IOException("it ended after\n" + String.join("\n", lastLines)));
    }

    private void show(String line, int count) {
        if (count <= SHOWN_LINES) {
            System.err.println(peer.label() + ": " + line);
        } else if (count == SHOWN_LINES + 1) {
            System.err.println(peer.label() + ": (further output is not shown)");
        }
    }

    /** Asks the process to end, ends it after 15 s, and deletes its working directory. */
    @Override
    public void close() {
        process.destroy();
        if (!endsWithin(process, STOP_SECONDS)) {
            System.err.println(peer.label() + " did not stop within " + STOP_SECONDS + " s");
            endsWithin(process.destroyForcibly(), STOP_SECONDS);
        }
        deleteDirectory();
    }

    private void deleteDirectory() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            System.err.println(directory + " could not be deleted: " + e);
        }
    }

    /** Waits for the end of a process; an interrupt ends the wait and stays set. */
    static boolean endsWithin(Process process, long seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
