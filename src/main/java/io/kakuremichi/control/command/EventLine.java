package io.kakuremichi.control.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.command.output.TextEncoding;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** An event as a line for people: time, type, what it is about, and its fields. */
final class EventLine {
    /** The fields by which people know things, the best first. */
    private static final List<String> NAMES = List.of("domain", "name", "id");

    private EventLine() {}

    static String of(JsonNode event) {
        var item = event.path("item");
        var subject = NAMES.stream().filter(item::has).findFirst().orElse("");
        var words = new ArrayList<String>();
        words.add(time(event.path("at").asText()));
        words.add("%-18s".formatted(TextEncoding.of(event.path("type"))));
        if (!subject.isEmpty()) {
            words.add(TextEncoding.of(item.path(subject)));
        }
        event.properties().stream()
                .filter(field -> List.of("replica", "reason").contains(field.getKey()))
                .forEach(field -> words.add(TextEncoding.of(field.getValue())));
        if (item.isArray()) {
            item.forEach(each -> words.add(TextEncoding.of(each.path("name"))));
        }
        item.properties().stream()
                .filter(field ->
                        !field.getKey().equals(subject) && !field.getValue().isNull())
                .forEach(field ->
                        words.add(TextEncoding.printable(field.getKey()) + "=" + TextEncoding.of(field.getValue())));
        if (event.has("revision")) {
            words.add("revision=" + TextEncoding.of(event.path("revision")));
        }
        return String.join(" ", words);
    }

    /** Events without a time are about the stream itself. */
    private static String time(String at) {
        var time = at.isEmpty() ? Instant.now() : Instant.parse(at);
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
