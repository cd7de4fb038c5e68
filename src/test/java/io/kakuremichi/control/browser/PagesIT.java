package io.kakuremichi.control.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What holds for every page. */
@BrowserTest
class PagesIT {
    @Test
    void everyPageIsAccessible(Consoles consoles) {
        holdsForEveryPage(consoles, ColorScheme.LIGHT, Accessibility::violations);
    }

    @Test
    void everyPageIsReadableInTheDark(Consoles consoles) {
        holdsForEveryPage(consoles, ColorScheme.DARK, Accessibility::contrasts);
    }

    private static void holdsForEveryPage(
            Consoles consoles, ColorScheme colors, Function<Page, List<String>> violations) {
        var stranger = consoles.stranger(consoles.api().base(), options -> options.setColorScheme(colors));
        var console = consoles.as("admin", options -> options.setColorScheme(colors));
        var found = new TreeMap<String, List<String>>();

        found.put("login", violations.apply(stranger.open("").page()));
        for (var path : consoles.control().scene().pages()) {
            found.put(path, violations.apply(console.open(path).awaitData().page()));
        }
        console.open("tunnels").awaitData().button("tunnels.create").click();
        found.put("dialog", violations.apply(console.page()));

        assertThat(found.values()).as(found.toString()).allMatch(List::isEmpty);
    }

    @Test
    void darkIsDark(Consoles consoles) throws IOException {
        var light = consoles.viewer().open("").awaitData();
        var dark = consoles.as("viewer", options -> options.setColorScheme(ColorScheme.DARK))
                .open("");

        assertThat(light.brightness()).isGreaterThan(200);
        assertThat(dark.brightness()).isLessThan(70);
    }

    @Test
    void everyPageFitsAPhone(Consoles consoles) {
        var console = consoles.as(
                "admin", options -> options.setViewportSize(360, 740).setHasTouch(true));

        for (var path : consoles.control().scene().pages()) {
            console.open(path).awaitData();
            assertThat(console.page().evaluate("() => document.documentElement.scrollWidth"))
                    .as("width of %s", path)
                    .isEqualTo(360);
        }
    }

    @Test
    void everyPageIsJapanese(Consoles consoles) {
        var console = consoles.as("admin", options -> options.setLocale("ja-JP"));

        for (var path : consoles.control().scene().pages()) {
            console.open(path).awaitData();
            assertThat(console.page().locator("html")).hasAttribute("lang", "ja");
            assertThat(texts(console.page()))
                    .as("texts of %s", path)
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(Texts.keys());
            assertThat(console.navigation().innerText()).containsPattern("[\\u3040-\\u30ff\\u4e00-\\u9fff]");
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> texts(Page page) {
        return (List<String>) page.evaluate("""
                () => [...document.querySelectorAll('body *')]
                    .filter(element => element.childElementCount === 0)
                    .map(element => element.textContent.trim())
                    .filter(text => text)""");
    }

    @Test
    void everyPagePrintsItsContentWithoutNavigation(Consoles consoles) {
        var console = consoles.admin();
        console.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

        for (var path : consoles.control().scene().pages()) {
            console.page().navigate(consoles.api().base() + "/console/" + path);
            assertThat(console.heading()).isVisible();
            assertThat(console.navigation()).isHidden();
        }
    }

    @Test
    void viewersSeeNoPageOfAdmins(Consoles consoles) {
        var console = consoles.viewer().open("");

        assertThat(console.navigation()).containsText(Texts.of("nav.agents"));
        assertThat(console.navigation()).not().containsText(Texts.of("nav.tokens"));
        assertThat(console.navigation()).not().containsText(Texts.of("nav.audit"));
    }
}
