package io.kakuremichi.control.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions that readers had to decode do not return to sources, configuration and pages. */
class WordsTest {
    private static final Pattern RIDDLES =
            Pattern.compile("(?i)\\b(?:whoever|owed|is over|to nowhere|somebody was faster"
                    + "|must be there|the seed's|(?:is|are|was|were|be|been) told)\\b");

    @ParameterizedTest
    @ValueSource(strings = {"src/main", "src/docs", "deploy", "README.md"})
    void textsArePlain(String root) throws IOException {
        for (var file : files(root)) {
            assertThat(RIDDLES.matcher(Files.readString(file)).results().map(found -> found.group()))
                    .as(file.toString())
                    .isEmpty();
        }
    }

    private static List<Path> files(String root) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(root))) {
            return files.filter(Files::isRegularFile)
                    // Pictures have no words.
                    .filter(file -> !file.toString().endsWith(".png"))
                    // Applied migrations must not change.
                    .filter(file -> !file.startsWith("src/main/resources/db"))
                    .toList();
        }
    }
}
