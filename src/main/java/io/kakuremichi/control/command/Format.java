package io.kakuremichi.control.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How a result is printed: for people, or for scripts. Only the result goes to the standard output. */
final class Format {
    /** At most one of them. */
    static final class Choice {
        @Option(names = "--json", description = "Print Control's answer as it is, JSON in one line")
        boolean json;

        @Option(
                names = {"-q", "--quiet"},
                description = "Print only what scripts go on with: a new secret, or ids")
        boolean quiet;
    }

    @ArgGroup
    @Nullable Choice choice;

    private final Shell shell;

    Format(Shell shell) {
        this.shell = shell;
    }

    private boolean json() {
        return choice != null && choice.json;
    }

    private boolean quiet() {
        return choice != null && choice.quiet;
    }

    /** Prints a list as a table, quietly the ids. */
    void list(Kind kind, JsonNode answer, Column... columns) {
        var items = answer.path(kind.plural());
        if (json()) {
            line(answer.toString());
        } else if (quiet()) {
            items.forEach(item -> line(Text.of(item.path(kind.idField()))));
        } else {
            new Table(List.of(columns), shell.colours()).lines(items).forEach(this::line);
            if (answer.path("nextCursor").isTextual()) {
                shell.note("There are more: %d of %s"
                        .formatted(items.size(), answer.path("total").asText()));
            }
        }
    }

    /** Prints one thing with all its fields, quietly its id. */
    void single(Kind kind, JsonNode item) {
        if (json()) {
            line(item.toString());
        } else if (quiet()) {
            line(Text.of(item.path(kind.idField())));
        } else {
            fields(item);
        }
    }

    /** Prints what has a secret in it that nobody will see again, quietly the secret. */
    void secret(JsonNode item, String field) {
        if (json()) {
            line(item.toString());
        } else if (quiet()) {
            line(Text.of(item.path(field)));
        } else {
            fields(item);
            shell.note("The %s is shown this once: keep it now".formatted(field));
        }
    }

    /** Prints what was done in words, quietly nothing. */
    void done(JsonNode answer, String words) {
        if (json()) {
            line(answer.toString());
        } else if (!quiet()) {
            line(Text.printable(words));
        }
    }

    private void fields(JsonNode item) {
        var fields = item.properties();
        var width =
                fields.stream().mapToInt(field -> field.getKey().length()).max().orElse(0);
        fields.forEach(field -> line(Text.printable(field.getKey())
                + " ".repeat(width - field.getKey().length() + 2)
                + Text.of(field.getValue())));
    }

    private void line(String text) {
        shell.out().println(text);
    }
}
