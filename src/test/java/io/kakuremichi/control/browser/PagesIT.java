package io.kakuremichi.control.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import io.kakuremichi.control.harness.ControlApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every page. */
@BrowserTest
class PagesIT {
    @Test
    void everyPageIsAccessible(Consoles consoles) {
        assertAccessible(consoles, ColorScheme.LIGHT);
    }

    @Test
    void everyPageIsAccessibleInTheDark(Consoles consoles) {
        assertAccessible(consoles, ColorScheme.DARK);
    }

    private static void assertAccessible(Consoles consoles, ColorScheme colors) {
        var stranger = consoles.stranger(consoles.api().base(), options -> options.setColorScheme(colors));
        var console = consoles.as("admin", options -> options.setColorScheme(colors));
        var found = new TreeMap<String, List<String>>();

        found.put("login", Accessibility.violations(stranger.open("").page()));
        for (var path : withDocumentation(consoles)) {
            found.put(
                    path,
                    Accessibility.violations(console.open(path).awaitData().page()));
        }
        console.open("tunnels").awaitData().button("tunnels.create").click();
        found.put("dialog", Accessibility.violations(console.page()));

        assertThat(found.values()).as(found.toString()).allMatch(List::isEmpty);
    }

    /** Its pages look alike; these have tables, lists, long words and diagrams. */
    private static List<String> withDocumentation(Consoles consoles) {
        return Stream.concat(
                        consoles.control().scene().pages().stream(),
                        Stream.of("docs/operators/configuration.html", "docs/clients/protocol.html"))
                .toList();
    }

    @Test
    void systemPageLeadsToTheDocumentation(Consoles consoles) {
        var console = consoles.viewer().open("system").awaitData();

        var page = console.page()
                .waitForPopup(() -> console.link("system.documentation.runbook").click());

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("Runbook");
    }

    /** As in the back/forward cache, which browsers that are driven by a test do not have. */
    @Test
    void pageThatTheBrowserKeepsHoldsNoStream(Consoles consoles) {
        var console = consoles.viewer().open("agents").awaitData();
        var before = ControlApi.uniqueName("before");
        var meanwhile = ControlApi.uniqueName("meanwhile");
        var ended = new ArrayList<String>();
        console.page().onRequestFailed(request -> ended.add(request.url()));
        consoles.api().createAgent(before);
        assertThat(console.row(before)).isVisible();

        console.page().evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))");
        console.page().waitForCondition(() -> ended.stream().anyMatch(url -> url.endsWith("/api/events")));
        consoles.api().createAgent(meanwhile);
        var again = console.page().waitForRequest("**/api/events", () -> console.page()
                .evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"));

        assertThat(again.headerValue("Last-Event-ID")).isNotBlank();
        assertThat(console.row(meanwhile)).isVisible();
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
    void timesAreInTheViewersZoneAndExactOnHover(Consoles consoles) {
        var console = consoles.as("viewer", options -> options.setTimezoneId("Asia/Tokyo"));
        var agent = consoles.api().createAgent(ControlApi.uniqueName("a-name-that-is-cut-off-in-its-column"));
        var name = agent.created().path("name").asText();

        console.open("agents/" + agent.id()).awaitData();
        console.main().locator("time").last().hover();

        assertThat(console.tip()).containsText("GMT+9");
        console.open("agents?q=" + name).row(name).getByRole(AriaRole.LINK).focus();
        assertThat(console.tip()).hasText(name);
    }

    @Test
    void everyPageFitsAPhone(Consoles consoles) {
        var console = consoles.as(
                "admin", options -> options.setViewportSize(360, 740).setHasTouch(true));

        for (var path : withDocumentation(consoles)) {
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
            // Some actions in the audit are called like a key.
            var keys = new ArrayList<>(Texts.keys());
            keys.removeAll(actions(consoles));
            assertThat(texts(console.page()))
                    .as("texts of %s", path)
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(keys);
            assertThat(console.navigation().innerText()).containsPattern("[\\u3040-\\u30ff\\u4e00-\\u9fff]");
        }
    }

    private static List<String> actions(Consoles consoles) {
        return consoles.api().get("/api/audit?limit=1000").json().path("audit").findValuesAsText("action");
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
