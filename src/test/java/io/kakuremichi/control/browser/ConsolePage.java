package io.kakuremichi.control.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** One page of the console in a browser context of its own. */
final class ConsolePage implements AutoCloseable {
    private final BrowserContext context;
    private final Page page;
    private final URI base;
    private final ConsoleWatch watch;

    ConsolePage(BrowserContext context, URI base) {
        this.context = context;
        this.base = base;
        context.setDefaultTimeout(SharedBrowser.PATIENCE_MILLIS);
        this.watch = new ConsoleWatch(context, base);
        this.page = context.newPage();
    }

    Page page() {
        return page;
    }

    ConsoleWatch watch() {
        return watch;
    }

    /** Gets a session's cookie without the login page. */
    ConsolePage loginByRest(String token) {
        watch.addSecret(token);
        var answer = context.request()
                .post(base + "/api/session", RequestOptions.create().setData(Map.of("token", token)));
        if (!answer.ok()) {
            throw new AssertionError("no session: " + answer.status() + " " + answer.text());
        }
        return this;
    }

    /** Goes to a path below {@code /console/} and waits for its heading. */
    ConsolePage open(String path) {
        page.navigate(base + "/console/" + path);
        assertThat(heading()).isVisible();
        return this;
    }

    /** The heading of the page that is shown. */
    Locator heading() {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    Locator navigation() {
        return page.getByRole(AriaRole.NAVIGATION).first();
    }

    /** What says that the shown data may be old. */
    Locator staleBanner() {
        return page.getByRole(AriaRole.ALERT);
    }

    Locator search() {
        return page.getByRole(AriaRole.SEARCHBOX);
    }

    /** Waits until nothing is being loaded. */
    ConsolePage awaitData() {
        assertThat(page.locator("[aria-busy=true]")).hasCount(0);
        return this;
    }

    /** The dialog that is open. */
    Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    /** The row of a list that names an object. */
    Locator row(String name) {
        return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(name));
    }

    Locator rows() {
        return page.getByRole(AriaRole.ROW);
    }

    Locator text(String text) {
        return page.getByText(text);
    }

    /** Fails if a page did what no page may do. */
    void check() {
        watch.check(page);
    }

    void keep(String name) {
        Artefacts.write(name + ".log", watch.log());
        try {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Artefacts.file(name + ".png"))
                    .setTimeout(5_000));
            Artefacts.write(
                    name + ".aria.txt", List.of(page.url(), page.locator("body").ariaSnapshot()));
        } catch (PlaywrightException closed) {
            // The log is kept; there is no picture of a page that is gone.
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
