// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tautline.servlet.TransportChoice;
import dev.tautline.tests.contract.wire.WireRequest;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a start says, and what stays of one that fails. */
interface StartContract extends Contract {
    @Test
    default void theStartSaysWhichPathsRunOnWhichTransportAndWhy() throws Exception {
        CapturedLog log = CapturedLog.start();
        try (Site site = start(application())) {
            List<String> lines = log.lines().stream()
                    .filter(line -> line.startsWith("WebSocket endpoints served by Tautline: "))
                    .toList();
            assertEquals(1, lines.size(), lines::toString);
            String line = lines.get(0);
            assertTrue(line.contains(": /echo, /probe"), line);
            assertTrue(line.contains(transportName()), line);
            if (application().transport() != TransportChoice.AUTO) {
                assertTrue(line.contains(TransportChoice.PARAMETER), line);
            }
            site.echoes();
        } finally {
            log.close();
        }
    }

    /** Nothing of ours stays of an application that did not start, although a container may never say that it has stopped. */
    @Test
    default void aStartThatFailsLeavesNothingBehind() throws Exception {
        stopSite();
        String parameter = "dev.tautline.maxTextMessage";
        CapturedLog log = CapturedLog.start();
        try (Site site = start(application().with(parameter, "plenty"))) {
            assertFalse(WireRequest.webSocket(site.base(), "/echo").exchange().status() == 101);
        } catch (Exception e) {
            // Some containers don't start at all then.
            log.add(e);
        } finally {
            log.close();
        }
        assertEquals(new TreeSet<>(), Leftovers.threads(), "threads left behind");
        log.assertContains(parameter, "plenty");
    }
}
