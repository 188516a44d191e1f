// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.connection;

import dev.tautline.spec.Opcode;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The message of a broadcast: its bytes, and for each wire form what the first flush owner that came to it has made of them. All
 * buffers are read-only. Safe for use by many threads at once.
 */
final class SharedMessage {
    /**
     * A payload as it goes into one frame.
     *
     * @param rsv the RSV bits of the frame
     * @param payload read-only; users take duplicates
     */
    record Form(int rsv, ByteBuffer payload) {}

    private final Opcode opcode;
    private final ByteBuffer payload;
    private final ConcurrentMap<Object, Form> forms = new ConcurrentHashMap<>();

    SharedMessage(Opcode opcode, ByteBuffer payload) {
        this.opcode = opcode;
        this.payload = payload.asReadOnlyBuffer();
    }

    Opcode opcode() {
        return opcode;
    }

    ByteBuffer payload() {
        return payload;
    }

    /** What somebody has made for connections of this wire form, or {@code null}. */
    @Nullable Form form(Object wireForm) {
        return forms.get(wireForm);
    }

    void offer(Object wireForm, Form form) {
        forms.putIfAbsent(wireForm, form);
    }
}
