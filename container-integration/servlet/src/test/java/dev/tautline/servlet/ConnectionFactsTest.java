// SPDX-License-Identifier: Apache-2.0
package dev.tautline.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What containers say of addresses becomes socket addresses, without asking a name server. */
class ConnectionFactsTest {
    private static InetSocketAddress address(String literal, int port) {
        return (InetSocketAddress) ConnectionFacts.address(literal, port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "0:0:0:0:0:0:0:1", "[::1]"})
    void literalsAreAddresses(String literal) throws Exception {
        InetSocketAddress address = address(literal, 8080);
        assertFalse(address.isUnresolved());
        assertEquals(InetAddress.getByName(literal), address.getAddress());
        assertEquals(8080, address.getPort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.internal", "unix-socket", "10.localhost", "1.2.3.4.example.invalid:x"})
    void whatIsNoLiteralStaysUnresolved(String name) {
        InetSocketAddress address = address(name, 1);
        assertTrue(address.isUnresolved());
        assertEquals(name, address.getHostString());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"null, 80", "'', 80", "127.0.0.1, -1", "127.0.0.1, 65536"})
    void whatIsUnknownIsNull(String literal, int port) {
        assertNull(ConnectionFacts.address(literal, port));
    }

    @Test
    void bothEndsOfThePortRangeAreLegal() {
        assertEquals(0, address("127.0.0.1", 0).getPort());
        assertEquals(65535, address("127.0.0.1", 65535).getPort());
    }
}
