package io.kakuremichi.control.command.declarative;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.command.output.Shell;
import io.kakuremichi.control.command.output.TextEncoding;

/** Prints a plan for people: a sign for each object that changes, its fields, warnings, and the numbers. */
final class PlanPrinter {
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    private final Shell shell;

    PlanPrinter(Shell shell) {
        this.shell = shell;
    }

    /** Prints what a dry run answered. */
    void planned(JsonNode answer) {
        objects(answer);
        line(
                "",
                "%s to create, %s to update, %s to delete, %s%s unchanged"
                        .formatted(
                                count(answer, "create"),
                                count(answer, "update"),
                                count(answer, "delete"),
                                released(answer, "to release"),
                                count(answer, "unchanged")));
        if (answer.path("role").asText().equals("admin")) {
            shell.note("Applying this needs the role admin");
        }
    }

    /** Prints what an apply answered. */
    void applied(JsonNode answer) {
        objects(answer);
        line(
                "",
                "%s created, %s updated, %s deleted, %s%s unchanged, revision %s"
                        .formatted(
                                count(answer, "create"),
                                count(answer, "update"),
                                count(answer, "delete"),
                                released(answer, "released"),
                                count(answer, "unchanged"),
                                answer.path("revision").asText()));
        if (answer.findValue("apiKey") != null) {
            shell.note("Each apiKey is shown only once: store it now");
        }
    }

    /** The number of objects that change. */
    static long changes(JsonNode answer) {
        return count(answer, "create") + count(answer, "update") + count(answer, "delete") + count(answer, "release");
    }

    /** Rarely anything, so only mentioned then. */
    private static String released(JsonNode answer, String word) {
        var released = count(answer, "release");
        return released == 0 ? "" : "%s %s, ".formatted(released, word);
    }

    private static long count(JsonNode answer, String action) {
        return answer.path("counts").path(action).asLong();
    }

    private void objects(JsonNode answer) {
        answer.path("objects").forEach(object -> {
            switch (object.path("action").asText()) {
                case "create" -> object(GREEN, "+", object);
                case "update" -> object(YELLOW, "~", object);
                case "delete" -> object(RED, "-", object);
                case "release" -> object(YELLOW, "!", object);
                default -> {}
            }
        });
        answer.path("warnings")
                .forEach(warning -> shell.note(TextEncoding.printable("Warning: %s %s%s %s"
                        .formatted(
                                warning.path("kind").asText(),
                                warning.path("name").asText(),
                                warning.path("field").isNull()
                                        ? ""
                                        : ": " + warning.path("field").asText(),
                                warning.path("message").asText()))));
    }

    private void object(String colour, String sign, JsonNode object) {
        line(
                colour,
                "%s %s %s"
                        .formatted(
                                sign,
                                object.path("kind").asText(),
                                object.path("name").asText()));
        var created = sign.equals("+");
        object.path("fields").forEach(field -> {
            if (!created) {
                line(
                        "",
                        "    %s: %s -> %s"
                                .formatted(field.path("field").asText(), field.path("before"), field.path("after")));
            } else if (!field.path("after").isNull()) {
                line("", "    %s: %s".formatted(field.path("field").asText(), field.path("after")));
            }
        });
        if (object.has("apiKey")) {
            line("", "    apiKey: " + object.path("apiKey").asText());
        }
    }

    private void line(String colour, String text) {
        var printable = TextEncoding.printable(text);
        shell.out().println(shell.colours() && !colour.isEmpty() ? colour + printable + PLAIN : printable);
    }
}
