package io.kakuremichi.control.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import io.kakuremichi.control.harness.ControlApi;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Consoles that one test opens, each in a browser context of its own, and the Control that they show. */
final class Consoles implements AutoCloseable {
    private final Browser browser;
    private final SharedControl control;
    private final List<ConsolePage> pages = new ArrayList<>();

    Consoles(Browser browser, SharedControl control) {
        this.browser = browser;
        this.control = control;
    }

    SharedControl control() {
        return control;
    }

    /** REST of that Control, as admin. */
    ControlApi api() {
        return control.api();
    }

    ConsolePage viewer() {
        return as("viewer");
    }

    ConsolePage operator() {
        return as("operator");
    }

    ConsolePage admin() {
        return as("admin");
    }

    /** A console of a user of that role who is logged in. */
    ConsolePage as(String role) {
        return as(role, options -> {});
    }

    /** The same in a browser with other settings. */
    ConsolePage as(String role, Consumer<NewContextOptions> options) {
        var page = stranger(control.api().base(), options);
        page.loginByRest(control.token(role));
        return page;
    }

    /** A console of a user who is not logged in. */
    ConsolePage stranger() {
        return stranger(control.api().base(), options -> {});
    }

    /** The same of the Control at that address. */
    ConsolePage stranger(URI base, Consumer<NewContextOptions> settings) {
        var options = new NewContextOptions()
                .setBaseURL(base.toString())
                .setLocale("en-GB")
                .setTimezoneId("UTC")
                .setViewportSize(1280, 800)
                // Pages that are shown while things move cannot be compared or clicked reliably.
                .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE);
        settings.accept(options);
        var page = new ConsolePage(browser.newContext(options), base);
        pages.add(page);
        return page;
    }

    void check() {
        pages.forEach(ConsolePage::check);
    }

    /** Keeps a picture and a log of each page. */
    void keep(String name) {
        for (var i = 0; i < pages.size(); i++) {
            pages.get(i).keep(name + "-" + (i + 1));
        }
    }

    @Override
    public void close() {
        pages.forEach(ConsolePage::close);
    }
}
