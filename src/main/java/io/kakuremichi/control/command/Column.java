package io.kakuremichi.control.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/** A column of a table: its title, and the text for one item. */
record Column(String title, Function<JsonNode, String> text) {
    static Column of(String title, String field) {
        return new Column(title, item -> Text.of(item.path(field)));
    }

    /** A column with a time, rounded to the second. */
    static Column time(String title, String field) {
        return new Column(title, item -> Text.of(item.path(field)).replaceFirst("\\.\\d+Z$", "Z"));
    }
}
