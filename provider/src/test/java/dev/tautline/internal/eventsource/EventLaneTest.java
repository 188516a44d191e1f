// SPDX-License-Identifier: Apache-2.0
package dev.tautline.internal.eventsource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.eventsource.EventSource;
import dev.tautline.eventsource.EventSourceListener;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EventLaneTest {
    @Test
    @DisplayName("a send that found the queue full in the moment of the end tells nothing behind close")
    void closeIsLast() {
        List<String> heard = new ArrayList<>();
        EventLane lane = new EventLane(proxy(EventSource.class, new ArrayList<>()), Runnable::run);
        lane.add(proxy(EventSourceListener.class, heard));
        lane.opened();
        lane.closed();
        lane.failed(new IOException("too late"));
        assertEquals(List.of("onOpen", "onClose"), heard);
    }

    private static <T> T proxy(Class<T> type, List<String> calls) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (!method.getName().equals("equals")) {
                        calls.add(method.getName());
                    }
                    return method.getName().equals("equals") ? self == arguments[0] : null;
                }));
    }
}
