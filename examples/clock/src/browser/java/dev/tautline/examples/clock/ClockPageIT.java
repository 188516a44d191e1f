// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tautline.tests.browser.Chromium;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Headless Chromium's own {@code EventSource}. */
class ClockPageIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @Test
    @DisplayName("1B.3 a browser gets events, comes back by itself and misses nothing")
    void comesBackAndMissesNothing() throws Exception {
        try (Clock clock = Clock.start(0, Duration.ofMillis(300));
                Chromium browser = Chromium.start()) {
            ChromeDriver driver = browser.driver();
            driver.get("http://127.0.0.1:" + clock.port() + "/");
            await(driver, "opens === 1");
            clock.tick();
            clock.tick();
            await(driver, "ids.length === 2");
            clock.disconnect();
            clock.tick();
            clock.tick();
            await(driver, "opens === 2 && ids.length === 4");
            clock.tick();
            await(driver, "ids.length === 5");
            assertEquals(List.of("1", "2", "3", "4", "5"), driver.executeScript("return ids"));
            assertEquals("Connected", driver.executeScript("return state.textContent"));
            assertEquals(1L, driver.executeScript("return source.readyState"));
        }
    }

    private static void await(ChromeDriver driver, String condition) {
        new WebDriverWait(driver, DEADLINE)
                .withMessage(condition)
                .until(any -> Boolean.TRUE.equals(driver.executeScript("return " + condition)));
    }
}
