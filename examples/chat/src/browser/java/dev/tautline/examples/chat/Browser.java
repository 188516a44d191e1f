// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import dev.tautline.tests.browser.Chromium;
import java.io.IOException;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

/** Headless Chromium with any number of windows. */
final class Browser implements AutoCloseable {
    private final Chromium chromium;
    private final ChromeDriver driver;

    private Browser(Chromium chromium) {
        this.chromium = chromium;
        this.driver = chromium.driver();
    }

    static Browser start() throws IOException {
        return new Browser(Chromium.start());
    }

    /** A window of its own. */
    ChatWindow open(String address) {
        driver.switchTo().newWindow(WindowType.WINDOW);
        driver.get(address);
        return new ChatWindow(driver, driver.getWindowHandle());
    }

    /** What the address bar of the last window shows. */
    String address() {
        return driver.getCurrentUrl();
    }

    @Override
    public void close() throws IOException {
        chromium.close();
    }
}
