// SPDX-License-Identifier: Apache-2.0
package dev.tautline.examples.chat;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A browser window with the page, as somebody in front of it uses it. */
final class ChatWindow {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final ChromeDriver driver;
    private final String handle;

    ChatWindow(ChromeDriver driver, String handle) {
        this.driver = driver;
        this.handle = handle;
    }

    void submitAtDoor(String name, String room) {
        fill("name", name);
        fill("room", room);
        one("#enter button").click();
    }

    String roomAtDoor() {
        return one("#room").getDomProperty("value");
    }

    void say(String text) {
        type(text);
        one("#text").sendKeys(Keys.ENTER);
    }

    /** The driver types characters of the basic plane only; others are put in as a paste does. */
    void type(String text) {
        WebElement field = one("#text");
        if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            field.sendKeys(text);
        } else {
            field.click();
            driver.executeScript("document.execCommand('insertText', false, arguments[0])", text);
        }
    }

    void leave() {
        one("#leave").click();
    }

    void resize(int width, int height) {
        focus();
        driver.manage().window().setSize(new Dimension(width, height));
    }

    void awaitState(String start) {
        await(this::state, state -> state.startsWith(start), start);
    }

    void awaitLine(String text) {
        await(this::lines, lines -> lines.contains(text), text);
    }

    void awaitNote(String text) {
        await(() -> texts("#log .note"), notes -> notes.contains(text), text);
    }

    void awaitMembers(String... names) {
        await(() -> texts("#members li > span:last-child"), List.of(names)::equals, String.join(", ", names));
    }

    void awaitTyping(String text) {
        await(() -> one("#typing").getText(), text::equals, text);
    }

    void awaitRefusal(String part) {
        await(() -> one("#refusal").getText(), text -> text.contains(part), part);
    }

    String state() {
        return one("#state-text").getText();
    }

    /** Who wrote each group of lines. */
    List<String> authors() {
        return texts("#log .by b");
    }

    /** What the room has said. */
    List<String> lines() {
        return texts("#log .lines p");
    }

    /** What waits for the connection. */
    List<String> pending() {
        return texts("#pending .lines p");
    }

    String title() {
        focus();
        return driver.getTitle();
    }

    int countOf(String selector) {
        focus();
        return driver.findElements(By.cssSelector(selector)).size();
    }

    boolean fitsItsWidth() {
        focus();
        return (Boolean)
                driver.executeScript(
                        "return [document.documentElement, document.getElementById('scroll')].every(e => e.scrollWidth <= e.clientWidth)");
    }

    byte[] screenshot() {
        focus();
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    private void fill(String id, String value) {
        WebElement field = one("#" + id);
        field.clear();
        field.sendKeys(value);
    }

    private WebElement one(String selector) {
        focus();
        return driver.findElement(By.cssSelector(selector));
    }

    /** In one step, so that the page can't change between two of them. */
    @SuppressWarnings("unchecked") // a list of strings is what the script returns
    private List<String> texts(String selector) {
        focus();
        return (List<String>) driver.executeScript(
                "return Array.from(document.querySelectorAll(arguments[0]), e => e.textContent)", selector);
    }

    private <T> void await(Supplier<T> seen, Predicate<T> condition, String wanted) {
        try {
            new WebDriverWait(driver, DEADLINE).until(ignored -> condition.test(seen.get()));
        } catch (TimeoutException e) {
            throw new AssertionError("The page shows " + seen.get() + " instead of " + wanted, e);
        }
    }

    private void focus() {
        driver.switchTo().window(handle);
    }
}
