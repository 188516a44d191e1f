// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Headless Chromium's own {@code EventSource}. */
class ClockPageIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @Test
    @DisplayName("1B.3 a browser gets events, comes back by itself and misses nothing")
    void comesBackAndMissesNothing() throws Exception {
        Path profile = Files.createTempDirectory("clock-browser");
        ChromeDriver driver = null;
        try (Clock clock = Clock.start(0, Duration.ofMillis(300))) {
            driver = chromium(profile);
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
        } finally {
            if (driver != null) {
                driver.quit();
            }
            delete(profile);
        }
    }

    private static void await(ChromeDriver driver, String condition) {
        new WebDriverWait(driver, DEADLINE)
                .withMessage(condition)
                .until(any -> Boolean.TRUE.equals(driver.executeScript("return " + condition)));
    }

    private static ChromeDriver chromium(Path profile) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(onPath("chromium"));
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--user-data-dir=" + profile);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(onPath("chromedriver"))
                .build();
        return new ChromeDriver(service, options);
    }

    private static File onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> new File(folder, program))
                .filter(File::canExecute)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        program + " is not on the path; on Debian: apt-get install chromium chromium-driver"));
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
