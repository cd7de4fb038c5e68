package io.kakuremichi.control.console;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlApi.Answer;
import io.kakuremichi.control.harness.ControlTest;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the console's files are served. */
@ControlTest
class ConsoleTest {
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private static final Pattern ASSET = Pattern.compile("/console/(assets/[A-Za-z0-9_-]+\\.(?:js|css))");

    private static final Pattern DOCUMENTATION = Pattern.compile("href=\"(/console/docs/[^\"#]*)");
    private static final Pattern ANCHOR = Pattern.compile("href=\"([^\"#:]*)#([^\"]+)\"");

    private final ControlApi control = ControlApi.ofTest();

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    @Test
    void browserIsRedirectedToTheConsole() {
        var answer = get("/", "Accept", BROWSER);

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("/console/");
        assertThat(get("/console").status()).isEqualTo(303);
        assertThat(get("/console").header("Location")).isEqualTo("/console/");
        assertThat(get("/console/docs").status()).isEqualTo(303);
        assertThat(get("/console/docs").header("Location")).isEqualTo("/console/docs/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "text/html;q=0", "application/xhtml+xml"})
    void othersAreNotRedirected(String accept) {
        assertError(get("/", "Accept", accept), 404, "NOT_FOUND");
    }

    @Test
    void upgradesAreNotRedirected() {
        assertThat(get("/", "Accept", BROWSER, "Upgrade", "websocket", "Connection", "Upgrade")
                        .status())
                .isEqualTo(426);
        control.createAgent().open("/", "Accept", "text/html").auth().awaits("auth_success");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/", "/console/agents/1", "/console/a.b?login=no-role", "/console/%e3%81%82"})
    void everyPathShowsThePage(String path) {
        var answer = get(path).expect(200);

        assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(answer.header("Content-Security-Policy"))
                .isEqualTo(
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                                + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(answer.body()).startsWith("<!doctype html>");
    }

    @Test
    void pageIsNotSentAgainWhenTheBrowserHasIt() {
        var page = get("/console/").expect(200);

        var again = get("/console/tunnels", "If-None-Match", "\"other\", W/" + page.header("ETag"));

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.content()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(page.header("ETag"));
        assertThat(again.header("Cache-Control")).isEqualTo("no-cache");
        get("/console/", "If-None-Match", "*").expect(304);
        get("/console/", "If-None-Match", "\"other\"").expect(200);
    }

    @Test
    void assetsOfThePageAreKeptForGood() {
        var assets = ASSET.matcher(get("/console/").body()).results().toList();

        assertThat(assets).isNotEmpty().allSatisfy(asset -> {
            var answer = get(asset.group()).expect(200);
            assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
            assertThat(answer.header("Content-Type"))
                    .isEqualTo(
                            asset.group().endsWith("js")
                                    ? "text/javascript; charset=utf-8"
                                    : "text/css; charset=utf-8");
        });
    }

    @Test
    void filesAreCompressedOnRequest() throws IOException {
        var asset = ASSET.matcher(get("/console/").body())
                .results()
                .findFirst()
                .orElseThrow()
                .group();
        var plain = get(asset).expect(200);

        var compressed = get(asset, "Accept-Encoding", "br, gzip;q=0.5").expect(200);

        assertThat(plain.header("Content-Encoding")).isNull();
        assertThat(plain.header("Vary")).isEqualToIgnoringCase("accept-encoding");
        assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(compressed.header("ETag")).isNotEqualTo(plain.header("ETag"));
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.content())).readAllBytes())
                .isEqualTo(plain.content());
        assertThat(get(asset, "Accept-Encoding", "gzip;q=0").header("Content-Encoding"))
                .isNull();
    }

    /** Tables have no header on a phone, and no page runs a script that could draw. */
    @Test
    void documentationHasItsDiagramsDrawnAndItsCellsNamed() {
        var page = get("/console/docs/clients/protocol.html").expect(200).body();

        assertThat(page).doesNotContain("sequenceDiagram").doesNotContain("<script");
        assertThat(page).contains("<figure class=\"seq").contains("client to Control: GET /ws?type=gateway; ");
        assertThat(page).contains("<td data-heading=\"from the client\"><code>heartbeat</code></td>");
    }

    @Test
    void documentationIsServedAndItsLinksLeadSomewhere() {
        var pages = new TreeMap<String, String>();
        var links = new ArrayDeque<>(List.of("/console/docs/"));
        while (!links.isEmpty()) {
            var path = links.pop();
            if (!pages.containsKey(path)) {
                var answer = get(path).expect(200);
                assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
                assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
                pages.put(path, answer.body());
                DOCUMENTATION
                        .matcher(answer.body())
                        .results()
                        .map(link -> link.group(1))
                        .forEach(links::add);
            }
        }

        assertThat(pages).hasSizeGreaterThan(20).containsKey("/console/docs/operators/runbook.html");
        assertThat(pages).allSatisfy((path, page) -> {
            assertThat(ASSET.matcher(page).results()).isNotEmpty().allSatisfy(asset -> get(asset.group())
                    .expect(200));
            assertThat(ANCHOR.matcher(page).results())
                    .allSatisfy(link -> assertThat(pages.get(link.group(1).isEmpty() ? path : link.group(1)))
                            .contains("id=\"" + link.group(2) + "\""));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/docs/none.html",
                "/console/docs/operators/",
                "/console/docs/operators/runbook.md",
                "/console/docs/operators/runbook.html.gz"
            })
    void otherPagesOfTheDocumentationAreMissing(String path) {
        assertError(get(path), 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/docs/..%2findex.html",
                "/console/assets/",
                "/console/assets/none.js",
                "/console/assets/../index.html%00",
                "/console/assets/..%2findex.html",
                "/console/assets/..%2f..%2fapplication.properties",
                "/console/assets/%2e%2e/%2e%2e/application.properties",
                "/console/assets/....//index.html",
                "/console/../application.properties",
                "/console%2f",
                "/consoles",
                "/favicon.ico",
                "/index.html",
                "/application.properties"
            })
    void otherFilesAreNotServed(String path) {
        var answer = get(path);

        assertThat(answer.status()).isIn(200, 404);
        if (answer.status() == 404) {
            assertError(answer, 404, "NOT_FOUND");
        } else {
            assertThat(answer.body()).isEqualTo(get("/console/").body());
        }
    }

    @Test
    void missingAssetIsNeverThePage() {
        assertError(get("/console/assets/none.js"), 404, "NOT_FOUND");
        assertError(get("/console/assets/sub/none"), 404, "NOT_FOUND");
    }

    @Test
    void filesAreOnlyRead() {
        var head = control.call("HEAD", "/console/", null).expect(200);
        assertThat(head.content()).isEmpty();
        assertThat(head.header("Content-Length"))
                .isEqualTo(String.valueOf(get("/console/").content().length));

        for (var method : new String[] {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"}) {
            var answer = control.call(method, "/console/", null, "Authorization", "");
            assertError(answer, 405, "METHOD_NOT_ALLOWED");
            assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
        }
    }

    @Test
    void iconIsAFile() {
        var icon = get("/favicon.svg").expect(200);

        assertThat(icon.header("Content-Type")).isEqualTo("image/svg+xml");
        assertThat(icon.body()).startsWith("<svg");
    }

    @Test
    void pageLearnsHowToLogIn() {
        var config = get("/console/config.json").expect(200);

        assertThat(config.header("Content-Type")).isEqualTo("application/json");
        assertThat(config.header("Cache-Control")).isEqualTo("no-store");
        assertThat(config.json().path("oidc").isBoolean()).isTrue();
    }

    @Test
    void pathsOfPagesAreOneTimeSeries() throws IOException {
        get("/console/agents/" + ControlApi.uniqueName("page")).expect(200);

        var series = new String(metrics.openStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(series).contains("uri=\"/console/{page}\"").doesNotContain("uri=\"/console/agents");
    }

    private Answer get(String path, String... headers) {
        var all = new java.util.ArrayList<>(java.util.List.of("Authorization", ""));
        all.addAll(List.of(headers));
        return control.get(path, all.toArray(String[]::new));
    }
}
