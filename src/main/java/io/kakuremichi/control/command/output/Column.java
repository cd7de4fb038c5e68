package io.kakuremichi.control.command.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/** A column of a table: its title, and the text for one item. */
public record Column(String title, Function<JsonNode, String> text) {
    /** A column with a field of the item. */
    public static Column of(String title, String field) {
        return new Column(title, item -> TextEncoding.of(item.path(field)));
    }

    /** A column with a time, rounded to the second. */
    public static Column time(String title, String field) {
        return new Column(title, item -> TextEncoding.of(item.path(field)).replaceFirst("\\.\\d+Z$", "Z"));
    }
}
