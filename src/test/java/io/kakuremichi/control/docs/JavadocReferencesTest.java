package io.kakuremichi.control.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages and headings that Javadoc cites, as <code>{&#64;code page.md}, &lt;i>Heading&lt;/i></code>, exist. */
class JavadocReferencesTest {
    private static final Pattern LINE_BREAK = Pattern.compile("\\n\\s*\\*?\\s?");
    private static final Pattern REFERENCE =
            Pattern.compile("\\{@code ([\\w/-]+\\.md)}((?:,? (?:and )?<i>[^<]+</i>)*)");
    private static final Pattern HEADING = Pattern.compile("<i>([^<]+)</i>");

    private final Map<String, Page> pages = Page.all().stream()
            .filter(page -> page.path().startsWith("src/docs"))
            .flatMap(page -> Stream.of(
                    Map.entry(page.path().toString(), page),
                    Map.entry(page.path().getFileName().toString(), page)))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one));

    @Test
    void everyCitedPageAndHeadingExists() throws IOException {
        var references = references();

        assertThat(references).hasSizeGreaterThan(20).allSatisfy(reference -> {
            assertThat(pages).containsKey(reference.page());
            assertThat(pages.get(reference.page()).anchors()).containsAll(reference.anchors());
        });
    }

    private static List<Reference> references() throws IOException {
        try (var sources = Files.walk(Path.of("src"))) {
            return sources.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(JavadocReferencesTest::references)
                    .toList();
        }
    }

    private static Stream<Reference> references(Path source) {
        return REFERENCE
                .matcher(LINE_BREAK.matcher(Page.read(source).text()).replaceAll(" "))
                .results()
                .filter(found -> !found.group(1).equals("README.md"))
                .map(found -> Reference.of(source, found));
    }

    private record Reference(Path source, String page, List<String> anchors) {
        static Reference of(Path source, MatchResult found) {
            return new Reference(
                    source,
                    found.group(1),
                    HEADING.matcher(found.group(2))
                            .results()
                            .map(heading ->
                                    heading.group(1).toLowerCase(Locale.ROOT).replace(' ', '-'))
                            .toList());
        }
    }
}
