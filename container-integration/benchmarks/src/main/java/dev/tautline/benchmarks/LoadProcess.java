// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks;

import dev.tautline.benchmarks.load.LoadException;
import dev.tautline.benchmarks.load.LoadMain;
import dev.tautline.benchmarks.load.Sample;
import dev.tautline.benchmarks.load.Slice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The load process, kept for a whole run so that it is warm for every server alike. Belongs to the main thread. */
final class LoadProcess implements AutoCloseable {

    private static final long STOP_SECONDS = 10;

    private final Process process;
    private final PrintStream requests;
    private final BufferedReader answers;

    private LoadProcess(Process process) {
        this.process = process;
        requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static LoadProcess start(Layout layout) throws IOException {
        List<String> command = new ArrayList<>(ServerProcess.java(List.of("-Xmx2g", "-XX:+UseSerialGC")));
        command.addAll(List.of("-cp", layout.classes().toString(), LoadMain.class.getName()));
        return new LoadProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** @throws LoadException when the server gave a wrong answer, or none */
    Sample run(Slice slice) throws IOException {
        String answer = ask(slice.format());
        if (answer.startsWith(LoadMain.SAMPLE)) {
            return Sample.parse(answer.substring(LoadMain.SAMPLE.length()));
        }
        throw new LoadException(answer.substring(LoadMain.FAILED.length()));
    }

    /** Closes the connections that an idle scenario has left open. */
    void release() throws IOException {
        ask(LoadMain.RELEASE);
    }

    private String ask(String request) throws IOException {
        requests.println(request);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("The load process has ended");
        }
        return answer;
    }

    @Override
    public void close() {
        requests.close();
        if (!ServerProcess.endsWithin(process, STOP_SECONDS)) {
            process.destroyForcibly();
        }
    }
}
