// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void escapesWhatEndsOrBreaksAString() {
        assertEquals(
                "{\"type\":\"t\",\"k\":\"\\\"\\\\\\u0000\\u000a\\u001f\u007f</script>é😀\"}",
                new Json("t").put("k", "\"\\\u0000\n\u001f\u007f</script>é😀").end());
    }

    @Test
    void escapesInsideLists() {
        assertEquals(
                "{\"type\":\"t\",\"k\":[\"a\\\"\",\"b\"]}",
                new Json("t").putStrings("k", List.of("a\"", "b")).end());
        assertEquals(
                "{\"type\":\"t\",\"k\":[]}",
                new Json("t").putStrings("k", List.of()).end());
    }

    @Test
    void putsObjectsAsTheyStand() {
        String object = new Json("inner").put("n", -1).end();
        assertEquals(
                "{\"type\":\"t\",\"k\":[{\"type\":\"inner\",\"n\":-1},{\"type\":\"inner\",\"n\":-1}]}",
                new Json("t").putObjects("k", List.of(object, object)).end());
    }
}
