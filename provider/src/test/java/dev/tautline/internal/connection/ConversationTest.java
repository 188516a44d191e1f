// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.internal.extension.DeflateOptions;
import dev.tautline.internal.extension.DeflatePools;
import dev.tautline.internal.extension.ExtensionNegotiator;
import dev.tautline.internal.extension.NegotiatedExtensions;
import dev.tautline.internal.extension.PermessageDeflate;
import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Profile;
import dev.tautline.spec.Role;
import dev.tautline.testkit.Frames;
import dev.tautline.testkit.MemoryTransport;
import dev.tautline.testkit.RecordingListener;
import dev.tautline.testkit.TestRuntime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our client and our server talk to each other. */
class ConversationTest {
    /** One end and the bytes it has written. */
    private static final class End {
        final RecordingListener listener = new RecordingListener();
        final MemoryTransport memory;
        final Connection connection;
        private long written;
        private int firstByte;
        private final Set<Integer> fourBytesAfterHeader = new HashSet<>();

        End(MemoryTransport memory, Role role, boolean inline, NegotiatedExtensions extensions, TestRuntime runtime) {
            this.memory = memory.runsCallbacks(inline);
            TappedTransport transport = new TappedTransport(memory, (number, buffers, count) -> {
                int start = buffers[0].position();
                firstByte = buffers[0].get(start) & 0xFF;
                if (buffers[0].remaining() == 7) {
                    fourBytesAfterHeader.add(buffers[0].getInt(start + 2));
                }
                for (int i = 0; i < count; i++) {
                    written += buffers[i].remaining();
                }
                return true;
            });
            connection =
                    new Connection(transport, ConnectionOptions.builder(role).build(), extensions, runtime, listener);
            connection.start();
        }

        long takeWritten() {
            long taken = written;
            written = 0;
            return taken;
        }
    }

    private final TestRuntime runtime = new TestRuntime();
    private End client;
    private End server;

    private void open(boolean inline, NegotiatedExtensions forClient, NegotiatedExtensions forServer) {
        List<MemoryTransport> pair = MemoryTransport.pair();
        client = new End(pair.get(0), Role.CLIENT, inline, forClient, runtime);
        server = new End(pair.get(1), Role.SERVER, inline, forServer, runtime);
        runtime.runAll();
        assertEquals(List.of("open"), client.listener.take());
        assertEquals(List.of("open"), server.listener.take());
    }

    private void open(boolean inline) {
        open(inline, NegotiatedExtensions.NONE, NegotiatedExtensions.NONE);
    }

    private List<String> heardBy(End end) {
        runtime.runAll();
        return end.listener.take();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("text and binary messages of all lengths go both ways; only the client masks (RFC 6455 §5.1)")
    void messages(boolean inline) {
        open(inline);
        for (int length : new int[] {0, 1, 125, 126, 65_535, 65_536, 300_000}) {
            String text = "ä".repeat(length / 2);
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) i;
            }
            for (End from : List.of(client, server)) {
                End to = from == client ? server : client;
                from.connection.sendText(text, true, null, null);
                from.connection.sendBinary(ByteBuffer.wrap(bytes), true, null, null);
                assertEquals(List.of("text " + text, "binary " + HexFormat.of().formatHex(bytes)), heardBy(to));
            }
        }
        client.takeWritten();
        server.takeWritten();
        client.fourBytesAfterHeader.clear();
        client.connection.sendText("x", true, null, null);
        server.connection.sendText("x", true, null, null);
        assertEquals(7, client.takeWritten());
        assertEquals(3, server.takeWritten());
        client.connection.sendText("x", true, null, null);
        // RFC 6455 §5.3: the masking key "MUST be derived from a strong source of entropy"
        assertEquals(2, client.fourBytesAfterHeader.size(), "two frames, two masking keys");
        assertEquals(0, runtime.buffers().lent());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("a message in parts arrives whole, with a ping between the parts")
    void fragments(boolean inline) {
        open(inline);
        for (End from : List.of(client, server)) {
            End to = from == client ? server : client;
            from.connection.sendTextPart("a", false, true, null, null);
            from.connection.sendTextPart("", false, true, null, null);
            from.connection.ping(ByteBuffer.wrap(new byte[] {1}), null);
            from.connection.sendTextPart("b", true, true, null, null);
            from.connection.sendBinaryPart(ByteBuffer.wrap(new byte[] {2}), false, true, null, null);
            from.connection.sendBinaryPart(ByteBuffer.allocate(0), true, true, null, null);
            assertEquals(List.of("ping 01", "text ab", "binary 02"), heardBy(to));
            assertEquals(List.of("pong 01"), heardBy(from));
        }
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    @DisplayName("either end closes: both hear the status once, nothing is left")
    void close(boolean inline, boolean byClient) {
        open(inline);
        End closing = byClient ? client : server;
        closing.connection.sendText("last", true, null, null);
        closing.connection.close(new CloseStatus(3001, "bye"));
        closing.connection.close(CloseStatus.of(1000));
        assertEquals(List.of("text last", "close 3001 'bye' clean"), heardBy(byClient ? server : client));
        assertEquals(List.of("close 3001 'bye' clean"), heardBy(closing));
        for (End end : List.of(client, server)) {
            assertTrue(end.memory.isClosed());
            assertEquals(0, end.connection.bufferedAmount());
        }
        runtime.advance(Duration.ofMillis(2));
        assertEquals(0, runtime.timers().scheduled());
        assertEquals(0, runtime.buffers().lent());
    }

    @Test
    @DisplayName("RFC 6455 §7.1.1: the server closes TCP first, the client waits for it")
    void serverClosesFirst() {
        MemoryTransport memory = new MemoryTransport();
        client = new End(memory, Role.CLIENT, true, NegotiatedExtensions.NONE, runtime);
        runtime.runAll();
        client.connection.close(CloseStatus.of(1000));
        memory.receive(Frames.close(1000, "", false));
        assertEquals(List.of("open", "close 1000 '' clean"), heardBy(client));
        assertFalse(memory.isOutputShut());
        memory.eof();
        assertTrue(memory.isClosed());
    }

    /** What a client's offer and a server's answer come to. */
    private void openCompressed(boolean keepContext) throws Exception {
        DeflateOptions options = DeflateOptions.builder(Profile.JAKARTA)
                .keepContext(keepContext)
                .serverNoContextTakeover(DeflateOptions.Preference.UNSET)
                .threshold(0)
                .build();
        DeflatePools pools = new DeflatePools();
        ExtensionNegotiator negotiator = new ExtensionNegotiator(List.of(new PermessageDeflate(options, pools)));
        NegotiatedExtensions forServer = negotiator.accept(negotiator.offers());
        open(true, negotiator.activate(forServer.agreed()), forServer);
        assertEquals(
                List.of("permessage-deflate"), client.connection.extensions().names());
    }

    private static String incompressible(int length) {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) (' ' + random.nextInt(95)));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "compressed messages go both ways in parts; with context takeover a repeated one shrinks to its reference")
    void compressedParts(boolean keepContext) throws Exception {
        openCompressed(keepContext);
        String text = incompressible(3000);
        for (End from : List.of(client, server)) {
            End to = from == client ? server : client;
            List<Long> sizes = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                from.takeWritten();
                from.connection.sendTextPart(text.substring(0, 1000), false, true, null, null);
                assertEquals(0x41, from.firstByte, "RSV1 on the first frame alone");
                from.connection.sendTextPart("", false, true, null, null);
                from.connection.ping(ByteBuffer.allocate(0), null);
                from.connection.sendTextPart(text.substring(1000), true, true, null, null);
                assertEquals(0x80, from.firstByte);
                sizes.add(from.takeWritten());
                assertEquals(List.of("ping ", "text " + text), heardBy(to));
                assertEquals(List.of("pong "), heardBy(from));
            }
            assertTrue(sizes.get(0) > 2000, sizes.toString());
            assertEquals(keepContext, sizes.get(1) < 200, sizes.toString());
            assertEquals(keepContext, sizes.get(2) < 200, sizes.toString());
        }
    }

    @Test
    @DisplayName("with context takeover, whole messages, messages in parts and uncompressed ones share one context")
    void contextAcrossKinds() throws Exception {
        openCompressed(true);
        String text = incompressible(2000);
        for (End from : List.of(client, server)) {
            End to = from == client ? server : client;
            from.connection.sendText(text, true, null, null);
            from.connection.sendText("plain", false, null, null);
            from.connection.sendTextPart("plain in parts", false, false, null, null);
            from.connection.sendTextPart("!", true, false, null, null);
            from.takeWritten();
            from.connection.sendTextPart(text, false, true, null, null);
            from.connection.sendTextPart("", true, true, null, null);
            assertTrue(from.takeWritten() < 200);
            from.connection.sendText(text + text, true, null, null);
            assertTrue(from.takeWritten() < 200);
            assertEquals(
                    List.of(
                            "text " + text,
                            "text plain",
                            "text plain in parts!",
                            "text " + text,
                            "text " + text + text),
                    heardBy(to));
        }
        server.connection.close(CloseStatus.of(1000));
        assertEquals(List.of("close 1000 '' clean"), heardBy(client));
        assertEquals(List.of("close 1000 '' clean"), heardBy(server));
    }
}
