// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.tests.contract.wire.WireClient;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The keys of hixie-76 on containers that leave the spaces of a field as they are. Undertow doesn't: docs/native-api.md. */
public interface DraftKeysContract extends Contract {
    @Test
    @DisplayName("1B.1-13 hixie-76: the example of the draft, whose keys have spaces in a row")
    default void theExampleOfTheDraft() throws Exception {
        byte[] body = "^n:ds[4U".getBytes(StandardCharsets.ISO_8859_1);
        try (WireClient client = site().webSocket("/native/drafts")
                .header("Upgrade", "WebSocket")
                .header("Sec-WebSocket-Key", null)
                .header("Sec-WebSocket-Version", null)
                .header("Sec-WebSocket-Key1", "4 @1  46546xW%0l 1 5")
                .header("Sec-WebSocket-Key2", "12998 5 Y3 1  .P00")
                .early(body)
                .open(101)) {
            assertEquals("8jKS'y:G*Co,Wxa-", new String(client.bytes(16), StandardCharsets.ISO_8859_1));
        }
    }
}
