package io.kakuremichi.control.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** Chromium, started for the first test of this JVM and ended with the JVM. */
final class SharedBrowser {
    /** How long a page may take to show what a test waits for, on a busy machine. */
    static final double PATIENCE_MILLIS = 15_000;

    private static Browser browser;

    private SharedBrowser() {}

    static synchronized Browser get() {
        if (browser == null) {
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
            var playwright = start();
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
            browser = playwright.chromium().launch(options());
        }
        return browser;
    }

    private static Playwright start() {
        try {
            // Playwright unpacks its driver here and removes it when the JVM ends.
            var directory = Files.createDirectories(Artefacts.DIRECTORY.resolve("driver"));
            System.setProperty("playwright.driver.tmpdir", directory.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    private static BrowserType.LaunchOptions options() {
        return new BrowserType.LaunchOptions()
                .setExecutablePath(Chromium.find().orElseThrow())
                // Chromium refuses to run as root with its sandbox.
                .setChromiumSandbox(!System.getProperty("user.name").equals("root"))
                // Figures of memory are read exactly, and garbage can be collected before.
                .setArgs(List.of("--enable-precise-memory-info", "--js-flags=--expose-gc"));
    }
}
