// SPDX-License-Identifier: Apache-2.0
package dev.tautline.spec;

/** Which end of the connection this endpoint is (RFC 6455 §5.1: the client masks, the server does not). */
public enum Role {
    /** The endpoint that opened the connection; its frames are masked. */
    CLIENT,
    /** The endpoint that accepted the connection; its frames are not masked. */
    SERVER;

    /** Whether frames sent by this role carry a masking key. */
    public boolean masks() {
        return this == CLIENT;
    }

    /** The other end. */
    public Role peer() {
        return this == CLIENT ? SERVER : CLIENT;
    }
}
