// SPDX-License-Identifier: Apache-2.0
package dev.tautline.tests.browser;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** {@code page.html} in the browser: runs scripts in it. */
final class Page {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final ChromeDriver driver;

    private Page(ChromeDriver driver) {
        this.driver = driver;
    }

    static Page open(Chromium browser, URI address) {
        ChromeDriver driver = browser.driver();
        driver.manage().timeouts().scriptTimeout(DEADLINE);
        driver.get(address.toString());
        return new Page(driver);
    }

    /** What the body of an {@code async} function returns; its parameters are {@code a}, {@code b} and {@code c}. Fails if it throws. */
    Object run(String body, Object... arguments) {
        Object result = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1]
                const body = async (a, b, c) => {
                """ + body + """

                }
                body(...Array.from(arguments).slice(0, -1)).then(
                    value => done({ value }), error => done({ error: String(error) }))
                """, arguments);
        var outcome = (java.util.Map<?, ?>) result;
        if (outcome.containsKey("error")) {
            throw new AssertionError("The script failed: " + outcome.get("error"));
        }
        return outcome.get("value");
    }

    /** What the browser has written to its console since the last call. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }
}
