// SPDX-License-Identifier: Apache-2.0
package dev.tautline.benchmarks.load;

/** What the connections of a scenario do. */
public enum Shape {
    /** Each connection keeps a window of messages in flight and gets each one back. */
    ECHO("/echo"),
    /** The first connection sends; every connection, the sender too, receives. */
    FAN_OUT("/room"),
    /** Connect, opening handshake, one echo, closing handshake, again. */
    CONNECT("/echo"),
    /** One echo on each connection, then silence while memory is measured. */
    IDLE("/echo");

    private final String path;

    Shape(String path) {
        this.path = path;
    }

    /** The request target the connections ask for. */
    public String path() {
        return path;
    }
}
