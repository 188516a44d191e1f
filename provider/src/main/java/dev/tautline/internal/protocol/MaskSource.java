// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.protocol;

/** Where a client's masking keys come from. Called by the flush owner of a connection only. */
@FunctionalInterface
public interface MaskSource {
    /**
     * The key of the next frame, its first byte most significant. 0 leaves the payload as it is, which saves the work of masking
     * where both ends are trusted.
     */
    int nextKey();
}
