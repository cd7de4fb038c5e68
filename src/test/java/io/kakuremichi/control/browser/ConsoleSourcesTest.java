package io.kakuremichi.control.browser;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for the sources of the console, and for what is bundled from them; without a browser. */
class ConsoleSourcesTest {
    private static final Path SOURCES = Path.of("src/main/webui");
    private static final Path BUNDLE = Path.of("target/classes/console");

    private static final Map<String, String> SCRIPTS = read(".js");
    private static final Map<String, String> ENGLISH = texts("en");
    private static final Map<String, String> JAPANESE = texts("ja");

    /** Texts in quotes that look like a key: they may end with a dot, when the server chooses the rest. */
    private static final Pattern LITERAL =
            Pattern.compile("'([a-z][A-Za-z]*(?:\\.[A-Za-z0-9]+)+\\.?|[a-z]+\\.[a-z]+\\.)'");

    /** Calls that look up a text, with what is in their parentheses. */
    private static final Pattern LOOKUP = Pattern.compile("\\b(t|plural)\\(\\s*((?:[^()]|\\([^()]*\\))*)\\)");

    private static final Pattern QUOTED = Pattern.compile("'([^']+)'");
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    private static final int MAX_LINES = 300;
    private static final int MAX_FILES = 25;

    /** Everything, over the wire: a first load needs a part of it. */
    private static final long MAX_COMPRESSED_BYTES = 90 * 1024;

    @Test
    void languagesHaveTheSameKeysAndPlaces() {
        assertThat(JAPANESE.keySet()).isEqualTo(ENGLISH.keySet());
        ENGLISH.forEach((key, text) -> {
            assertThat(text).as(key).isNotBlank();
            assertThat(JAPANESE.get(key)).as(key).isNotBlank();
            assertThat(places(JAPANESE.get(key))).as(key).isEqualTo(places(text));
        });
    }

    @Test
    void everyKeyThatIsLookedUpExists() {
        var known = new HashSet<>(ENGLISH.keySet());
        ENGLISH.keySet().forEach(key -> known.add(key.replaceFirst("\\.(one|other)$", "")));
        SCRIPTS.forEach((file, script) -> LOOKUP.matcher(script)
                .results()
                .flatMap(call -> QUOTED.matcher(call.group(2)).results().map(quoted -> quoted.group(1)))
                .filter(key -> key.matches("[a-zA-Z]+(\\.\\w+)+"))
                .forEach(key -> assertThat(known).as(file).contains(key)));
    }

    @Test
    void everyKeyIsUsed() {
        var literals = SCRIPTS.values().stream()
                .flatMap(script -> LITERAL.matcher(script).results().map(found -> found.group(1)))
                .collect(toSet());

        assertThat(ENGLISH.keySet()).allSatisfy(key -> assertThat(literals)
                .anyMatch(literal -> key.equals(literal)
                        || key.equals(literal + ".one")
                        || key.equals(literal + ".other")
                        || (literal.endsWith(".") && key.startsWith(literal))));
    }

    /** What the content security policy would refuse, and what would make a text a script. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\sstyle=",
                "<script(?! type=\"module\" src=)",
                "<style",
                "\\son[a-z]+=",
                "javascript:",
                "\\beval\\(",
                "new Function",
                "innerHTML",
                "unsafeHTML",
                "(?:https?|wss?)://(?!www\\.w3\\.org/)",
                "url\\(\\s*['\"]?(?:data|//)",
                "sessionStorage|indexedDB|document\\.cookie"
            })
    void sourcesNeedNothingThatThePolicyForbids(String pattern) {
        var forbidden = Pattern.compile(pattern);
        Stream.of(SCRIPTS, read(".html"), read(".css"))
                .forEach(files -> files.forEach((file, text) -> assertThat(
                                forbidden.matcher(text).results().map(MatchResult::group))
                        .as(file)
                        .isEmpty()));
    }

    @Test
    void onlyTheLanguageIsRemembered() {
        assertThat(SCRIPTS.entrySet().stream()
                        .filter(file -> file.getValue().contains("localStorage"))
                        .map(file -> Path.of(file.getKey()).getFileName().toString()))
                .containsExactly("i18n.js");
    }

    @Test
    void filesAndFoldersAreSmall() {
        var folders = new TreeMap<Path, Integer>();
        Stream.of(SCRIPTS, read(".css"))
                .forEach(files -> files.forEach((file, text) -> {
                    assertThat(text.lines()).as(file).hasSizeLessThanOrEqualTo(MAX_LINES);
                    folders.merge(Path.of(file).getParent(), 1, Integer::sum);
                }));
        assertThat(folders.values()).allMatch(count -> count <= MAX_FILES);
    }

    @Test
    void bundleIsSmallAndKeepsTheNoticeOfItsLibrary() throws IOException {
        try (var files = Files.list(BUNDLE.resolve("assets"))) {
            var compressed = files.filter(file -> file.toString().endsWith(".gz"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            assertThat(compressed).isBetween(1L, MAX_COMPRESSED_BYTES);
        }
        try (var files = Files.list(BUNDLE.resolve("assets"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".js")).map(ConsoleSourcesTest::content))
                    .anyMatch(script -> script.contains("SPDX-License-Identifier: BSD-3-Clause"));
        }
        assertThat(content(BUNDLE.resolve("index.html")))
                .containsPattern("src=\"/console/assets/main-[A-Z0-9]{8}\\.js\"")
                .containsPattern("href=\"/console/assets/main-[A-Z0-9]{8}\\.css\"");
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(place -> place.group(1)).collect(toSet());
    }

    private static Map<String, String> texts(String language) {
        try {
            return new ObjectMapper()
                    .readValue(SOURCES.resolve("texts/" + language + ".json").toFile(), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> read(String suffix) {
        try (var files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .collect(toMap(Path::toString, ConsoleSourcesTest::content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
