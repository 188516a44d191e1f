// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import dev.tautline.spec.CloseStatus;
import dev.tautline.spec.Violation;
import java.nio.ByteBuffer;

/** Hands everything on; tests override what they look at. */
class ForwardingSink implements InboundSink {
    private final InboundSink target;

    ForwardingSink(InboundSink target) {
        this.target = target;
    }

    @Override
    public void onText(String part, boolean last) {
        target.onText(part, last);
    }

    @Override
    public void onBinary(ByteBuffer part, boolean last) {
        target.onBinary(part, last);
    }

    @Override
    public void onPing(ByteBuffer payload) {
        target.onPing(payload);
    }

    @Override
    public void onPong(ByteBuffer payload) {
        target.onPong(payload);
    }

    @Override
    public void onClose(CloseStatus status) {
        target.onClose(status);
    }

    @Override
    public void onViolation(Violation violation) {
        target.onViolation(violation);
    }
}
