package io.kakuremichi.control.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The table of {@code changes.md}. */
final class ChangesTable {
    private static final Path PAGE = Path.of("src/docs/clients/changes.md");
    private static final String FIRST_COLUMN = "| change |";
    private static final Pattern MESSAGE = Pattern.compile("`([a-z_]+)`");

    private ChangesTable() {}

    /** The types of messages that each of nine clients receives, by change: those of the current dialect, plain and delta in turn, then flat. */
    static Map<String, List<Set<String>>> rows() throws IOException {
        var rows = new LinkedHashMap<String, List<Set<String>>>();
        var lines = Files.readAllLines(PAGE);
        var header = lines.stream()
                .filter(line -> line.startsWith(FIRST_COLUMN))
                .findFirst()
                .orElseThrow();
        for (var line : lines.subList(lines.indexOf(header) + 2, lines.size())) {
            if (!line.startsWith("|")) {
                break;
            }
            var cells = line.substring(1).split("\\|");
            var expected = new ArrayList<Set<String>>();
            for (var column = 1; column <= 3; column++) {
                var messages = messages(cells[column]);
                expected.add(messages.isEmpty() ? Set.of() : Set.of(messages.getFirst()));
                expected.add(messages.isEmpty() ? Set.of() : Set.of(messages.getLast()));
            }
            for (var column = 4; column <= 6; column++) {
                expected.add(Set.copyOf(messages(cells[column])));
            }
            rows.put(cells[0].strip(), expected);
        }
        return rows;
    }

    private static List<String> messages(String cell) {
        return MESSAGE.matcher(cell).results().map(match -> match.group(1)).toList();
    }
}
