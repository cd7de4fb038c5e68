package io.kakuremichi.control.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page in Markdown.
 *
 * @param prose its lines outside of code blocks
 * @param code its code blocks, with the language each is said to be in
 */
record Page(Path path, String text, List<String> prose, List<Block> code) {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");
    private static final Pattern INLINE_CODE = Pattern.compile("`([^`]+)`");
    private static final String FENCE = "```";

    /** A block of code. */
    record Block(String language, List<String> lines) {}

    /** All pages of the repository. */
    static List<Page> all() {
        try (var docs = Files.walk(Path.of("src/docs"));
                var deploy = Files.walk(Path.of("deploy"))) {
            return Stream.of(Stream.of(Path.of("README.md")), docs, deploy)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(Page::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Page read(Path path) {
        try {
            return parse(path, Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Page parse(Path path, String text) {
        var prose = new ArrayList<String>();
        var code = new ArrayList<Block>();
        Block open = null;
        for (var line : text.split("\n", -1)) {
            var fence = line.strip().startsWith(FENCE);
            if (fence && open == null) {
                open = new Block(line.strip().substring(FENCE.length()), new ArrayList<>());
                code.add(open);
            } else if (fence) {
                open = null;
            } else if (open != null) {
                open.lines().add(line);
            } else {
                prose.add(line);
            }
        }
        return new Page(path, text, prose, code);
    }

    /** Where its links lead to, as they are written. */
    List<String> links() {
        return matches(LINK, String.join("\n", prose).replaceAll(INLINE_CODE.pattern(), "code"));
    }

    /** What can stand behind a {@code #} in a link to it, as GitHub makes it. */
    Set<String> anchors() {
        var anchors = new HashSet<String>();
        Map<String, Integer> seen = new HashMap<>();
        for (var line : prose) {
            var heading = HEADING.matcher(line);
            if (heading.matches()) {
                var anchor = heading.group(1)
                        .replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}\\-_ ]", "")
                        .strip()
                        .replace(' ', '-');
                var before = seen.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            }
        }
        return anchors;
    }

    /** Pieces of code within the prose. */
    List<String> inlineCode() {
        return prose.stream()
                .flatMap(line -> matches(INLINE_CODE, line).stream())
                .toList();
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
