package io.kakuremichi.control.command.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Prints results for people or for scripts. Only the result goes to the standard output. */
public final class Format {
    /** The output options; at most one of them may be given. */
    static final class Choice {
        @Option(names = "--json", description = "Print Control's response unchanged, as JSON in one line")
        boolean json;

        @Option(
                names = {"-q", "--quiet"},
                description = "Print only what scripts need: the new secret, or the ids")
        boolean quiet;
    }

    @ArgGroup
    @Nullable Choice choice;

    private final Shell shell;

    /** A format that prints to the given environment. */
    public Format(Shell shell) {
        this.shell = shell;
    }

    private boolean json() {
        return choice != null && choice.json;
    }

    private boolean quiet() {
        return choice != null && choice.quiet;
    }

    /** Prints a list: a table, or the ids in quiet mode. */
    public void list(Kind kind, JsonNode answer, Column... columns) {
        var items = answer.path(kind.items());
        if (json()) {
            line(answer.toString());
        } else if (quiet()) {
            items.forEach(item -> line(TextEncoding.of(item.path(kind.idField()))));
        } else {
            new Table(List.of(columns), shell.colours()).lines(items).forEach(this::line);
            if (answer.path("nextCursor").isTextual()) {
                shell.note("More items exist: shown %s of %s"
                        .formatted(items.size(), answer.path("total").asText()));
            }
        }
    }

    /** Prints one resource with all its fields, or its id in quiet mode. */
    public void single(Kind kind, JsonNode item) {
        if (json()) {
            line(item.toString());
        } else if (quiet()) {
            line(TextEncoding.of(item.path(kind.idField())));
        } else {
            fields(item);
        }
    }

    /** Prints a resource with a secret that is shown only once, or the secret alone in quiet mode. */
    public void secret(JsonNode item, String field) {
        if (json()) {
            line(item.toString());
        } else if (quiet()) {
            line(TextEncoding.of(item.path(field)));
        } else {
            fields(item);
            shell.note("The %s is shown only once: store it now".formatted(field));
        }
        shell.requireWritten();
    }

    /** Prints the lines that show a response with a secret, or the secret alone in quiet mode. */
    public void lines(JsonNode answer, String secret, List<String> lines) {
        if (json()) {
            line(answer.toString());
        } else if (quiet()) {
            line(TextEncoding.of(answer.path(secret)));
        } else {
            lines.forEach(this::line);
        }
        shell.requireWritten();
    }

    /** Prints a confirmation, or nothing in quiet mode. */
    public void done(JsonNode answer, String words) {
        if (json()) {
            line(answer.toString());
        } else if (!quiet()) {
            line(TextEncoding.printable(words));
        }
    }

    private void fields(JsonNode item) {
        var fields = item.properties();
        var width =
                fields.stream().mapToInt(field -> field.getKey().length()).max().orElse(0);
        fields.forEach(field -> line(TextEncoding.printable(field.getKey())
                + " ".repeat(width - field.getKey().length() + 2)
                + TextEncoding.of(field.getValue())));
    }

    private void line(String text) {
        shell.out().println(text);
    }
}
