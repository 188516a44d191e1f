// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

/** The server gave a wrong answer, or none. */
public final class LoadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says what was expected and what came. */
    public LoadException(String message) {
        super(message);
    }
}
