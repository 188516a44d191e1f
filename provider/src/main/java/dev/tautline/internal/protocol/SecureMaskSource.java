// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

import java.security.SecureRandom;

/**
 * Masking keys from a {@link SecureRandom}, drawn in batches. One per connection: owned by its flush owner. The
 * {@code SecureRandom} may be shared.
 */
public final class SecureMaskSource implements MaskSource {
    private static final int BATCH_BYTES = 64 * Integer.BYTES;

    private final SecureRandom random;
    private byte[] batch = {};
    private int next;

    public SecureMaskSource(SecureRandom random) {
        this.random = random;
    }

    @Override
    public int nextKey() {
        // RFC 6455 §5.3: "The masking key needs to be unpredictable; thus, the masking key MUST be derived from a
        // strong source of
        // entropy"
        if (next == batch.length) {
            if (batch.length == 0) {
                batch = new byte[BATCH_BYTES];
            }
            random.nextBytes(batch);
            next = 0;
        }
        int key = ((batch[next] & 0xFF) << 24)
                | ((batch[next + 1] & 0xFF) << 16)
                | ((batch[next + 2] & 0xFF) << 8)
                | (batch[next + 3] & 0xFF);
        next += Integer.BYTES;
        return key;
    }
}
