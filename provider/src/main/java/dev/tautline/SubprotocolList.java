// SPDX-License-Identifier: Apache-2.0
package dev.tautline;

import java.util.Arrays;
import java.util.List;

/** Subprotocols given as one string. */
final class SubprotocolList {
    private SubprotocolList() {}

    static List<String> parse(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
