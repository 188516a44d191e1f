// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

/** Somebody may not come in. The message is for that person, at most 123 bytes: it travels in a close frame. */
final class RefusedException extends Exception {
    /** The name or the room can't be; another one may. */
    static final int UNUSABLE = 4400;

    /** The same page has come back over a newer connection. */
    static final int REPLACED = 4409;

    /** Too much was said in too short a time. */
    static final int TOO_FAST = 4429;

    /** No place is left, here or in the room. */
    static final int FULL = 4503;

    private static final long serialVersionUID = 1;

    private final int code;

    RefusedException(int code, String message) {
        super(message);
        this.code = code;
    }

    int code() {
        return code;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
