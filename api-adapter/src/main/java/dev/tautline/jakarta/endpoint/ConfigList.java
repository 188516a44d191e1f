// SPDX-License-Identifier: Apache-2.0
package dev.tautline.jakarta.endpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists of an {@code EndpointConfig} that the application has implemented itself. The specification says nothing of {@code null}; such
 * configurations give it for "none": Spring's hands {@code upgradeHttpToWebSocket} a list with {@code null} where no subprotocol was chosen.
 */
public final class ConfigList {
    private ConfigList() {}

    /** What is there. */
    public static <T> List<T> of(@Nullable List<? extends @Nullable T> given) {
        return given == null
                ? List.of()
                : given.stream()
                        .<T>mapMulti((element, kept) -> {
                            if (element != null) {
                                kept.accept(element);
                            }
                        })
                        .toList();
    }
}
