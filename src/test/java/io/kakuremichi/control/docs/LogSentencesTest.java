package io.kakuremichi.control.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/** What pages quote from the log, in italics and with {@code …} for values, is a text of the program. */
@Execution(CONCURRENT)
class LogSentencesTest {
    private static final Pattern ITALICS = Pattern.compile("(?<![*\\w])\\*(?![*\\s])([^*]+)(?<!\\s)\\*(?!\\*)");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
    private static final Pattern CONCATENATION = Pattern.compile("\"\\s*\\+\\s*\"");

    /** Shorter ones are terms and emphasis, except in the runbook. */
    private static final int WORDS_OF_A_SENTENCE = 4;

    @Test
    void everyQuotedSentenceIsInTheProgram() throws IOException {
        var texts = texts();

        assertThat(Page.all().stream().flatMap(LogSentencesTest::quoted))
                .hasSizeGreaterThan(15)
                .allSatisfy(sentence -> assertThat(texts)
                        .anyMatch(text -> form(sentence).matcher(text).find()));
    }

    private static Stream<String> quoted(Page page) {
        var prose = String.join(" ", page.prose()).replaceAll("`[^`]+`", "code").replaceAll("\\s+", " ");
        return ITALICS.matcher(prose)
                .results()
                .map((MatchResult italics) -> italics.group(1))
                .filter(text -> page.path().endsWith("runbook.md") || text.split(" ").length >= WORDS_OF_A_SENTENCE);
    }

    private static Pattern form(String sentence) {
        return Pattern.compile(
                Stream.of(sentence.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".+")));
    }

    private static List<String> texts() throws IOException {
        try (var sources = Files.walk(Path.of("src/main/java"))) {
            return sources.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> CONCATENATION.matcher(Page.read(file).text()).replaceAll(""))
                    .flatMap(source -> LITERAL.matcher(source).results())
                    .map((MatchResult literal) -> literal.group(1))
                    .toList();
        }
    }
}
