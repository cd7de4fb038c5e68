package io.kakuremichi.control.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.ControlApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads lists that other tests add to, page by page. */
final class Lists {
    private final ControlApi control;

    Lists(ControlApi control) {
        this.control = control;
    }

    /** All items of the list, whose name is the last part of the path. */
    List<JsonNode> all(String path, String query) {
        var items = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var page = control.get(path + "?limit=1000" + query + cursor)
                    .expect(200)
                    .json();
            page.path(path.substring(path.lastIndexOf('/') + 1)).forEach(items::add);
            cursor = page.path("nextCursor").isNull()
                    ? ""
                    : "&cursor=" + page.path("nextCursor").asText();
        } while (!cursor.isEmpty());
        return items;
    }

    Optional<JsonNode> find(String path, String query, UUID id) {
        return all(path, query).stream()
                .filter(item -> item.path("id").asText().equals(id.toString()))
                .findFirst();
    }
}
