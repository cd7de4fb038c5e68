package io.kakuremichi.control.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import io.kakuremichi.control.harness.TestClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.assertj.core.api.Assertions;

/** One page of the console in a browser context of its own. */
final class ConsolePage implements AutoCloseable {
    private static final int MOST_STEPS = 80;

    private static final String FOCUS_IS_SHOWN = """
            element => {
                const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
                return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 || boxShadow !== 'none';
            }""";

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

    /** The button with the text of that key, in the dialog when one is open. */
    Locator button(String key, String... values) {
        var options = new Page.GetByRoleOptions().setName(Texts.of(key, values)).setExact(true);
        // Dialogs are behind everything else in the document.
        return page.getByRole(AriaRole.BUTTON, options).last();
    }

    Locator link(String key) {
        return page.getByRole(
                AriaRole.LINK,
                new Page.GetByRoleOptions().setName(Texts.of(key)).setExact(true));
    }

    /** The field with the label of that key. */
    Locator field(String key) {
        // Sections have labels as well.
        return page.getByLabel(Texts.of(key), new Page.GetByLabelOptions().setExact(true))
                .and(page.locator("input, textarea, select"));
    }

    Locator text(String key, String... values) {
        return page.getByText(Texts.of(key, values));
    }

    Locator navigation() {
        return page.getByRole(AriaRole.NAVIGATION).first();
    }

    /** What says that the shown data may be old. */
    Locator staleBanner() {
        return page.locator("live-banner .banner");
    }

    Locator search() {
        return page.getByRole(AriaRole.SEARCHBOX);
    }

    /** What is shown beside an element that is hovered or has the focus. */
    Locator tip() {
        return page.locator("#tip");
    }

    Locator main() {
        return page.getByRole(AriaRole.MAIN);
    }

    /** A secret that is shown once. */
    Locator secret() {
        return page.getByTestId("secret");
    }

    /** Types what the open dialog asks for, and confirms. */
    void confirmWith(String name, String key) {
        dialog().getByRole(AriaRole.TEXTBOX).fill(name);
        button(key).click();
    }

    /** Chooses an agent by its name in the open form. */
    void chooseAgent(TestClient agent) {
        var name = agent.created().path("name").asText();
        field("field.agent").fill(name);
        assertThat(dialog().getByRole(AriaRole.OPTION).filter(new Locator.FilterOptions().setHasText(name)))
                .hasCount(1);
        press("Enter");
    }

    void press(String key) {
        page.keyboard().press(key);
    }

    void type(String text) {
        page.keyboard().type(text);
    }

    /** Moves the focus with the keyboard until it is at that element, which shows that it has it. */
    void tabTo(Locator element) {
        for (var steps = 0; steps < MOST_STEPS; steps++) {
            press("Tab");
            if ((Boolean) element.evaluate("element => element === document.activeElement")) {
                Assertions.assertThat(element.evaluate(FOCUS_IS_SHOWN))
                        .as("focus of %s", element)
                        .isEqualTo(true);
                return;
            }
        }
        throw new AssertionError("the keyboard does not reach " + element);
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

    /** The mean brightness of what is shown, 0 to 255. */
    double brightness() throws IOException {
        var picture = ImageIO.read(new ByteArrayInputStream(page.screenshot()));
        return IntStream.range(0, picture.getWidth() * picture.getHeight())
                .map(i -> picture.getRGB(i % picture.getWidth(), i / picture.getWidth()) >> 8 & 255)
                .average()
                .orElseThrow();
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
