// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.draft;

/** The two drafts, by the names that faye's driver gives them. */
public enum Hixie {
    /** draft-hixie-thewebsocketprotocol-75: no challenge, no closing handshake. */
    HIXIE_75("hixie-75", "WebSocket-"),
    /** draft-hixie-thewebsocketprotocol-76: a challenge of two fields and eight bytes, {@code FF 00} to close. */
    HIXIE_76("hixie-76", "Sec-WebSocket-");

    private final String version;
    private final String fieldPrefix;

    Hixie(String version, String fieldPrefix) {
        this.version = version;
        this.fieldPrefix = fieldPrefix;
    }

    /** What {@code WebSocket.version()} says. */
    public String version() {
        return version;
    }

    String field(String name) {
        return fieldPrefix + name;
    }
}
