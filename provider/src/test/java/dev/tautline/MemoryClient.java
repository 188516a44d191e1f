// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import dev.tautline.internal.connection.UpgradeAnswer;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.TestRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The other end of a server's socket: bytes in, frames in words out. */
final class MemoryClient {
    final MemoryTransport transport = new MemoryTransport();
    final UpgradeAnswer answer;
    private final TestRuntime runtime;

    MemoryClient(TestRuntime runtime, UpgradeAnswer answer) {
        this.runtime = runtime;
        this.answer = answer;
    }

    /** The values of a field of the 101. */
    List<String> header(String name) {
        return values(answer, name);
    }

    static List<String> values(UpgradeAnswer answer, String name) {
        return answer.headers().stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The client sends bytes, and all that follows happens. */
    MemoryClient sends(byte[] bytes) {
        transport.receive(bytes);
        runtime.runAll();
        return this;
    }

    /** What the server has sent since the last look, once all work is done. */
    String received() {
        runtime.runAll();
        return transport.takeFrames();
    }

    void advance(Duration duration) {
        runtime.advance(duration);
    }
}
