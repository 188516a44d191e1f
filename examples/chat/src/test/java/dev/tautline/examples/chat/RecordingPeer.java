// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is sent. */
final class RecordingPeer implements Peer {
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<Integer> closeCodes = new CopyOnWriteArrayList<>();

    @Override
    public void send(String event) {
        events.add(event);
    }

    @Override
    public void close(int code, String reason) {
        closeCodes.add(code);
    }

    String last() {
        return events.get(events.size() - 1);
    }
}
