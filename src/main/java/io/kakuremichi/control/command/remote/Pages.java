package io.kakuremichi.control.command.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.command.output.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads lists page by page. */
public final class Pages {
    private static final int LARGEST = 1_000;

    private final Kind kind;
    private final Map<String, String> filters = new LinkedHashMap<>();

    /** The list of all resources of a kind. */
    public Pages(Kind kind) {
        this.kind = kind;
    }

    /**
     * Adds a filter; null adds none.
     *
     * @throws CommandFailure when the value is empty, as an unset variable of a shell is
     */
    public Pages where(String filter, @Nullable String value) {
        if (value != null) {
            filters.put(filter, QueryValue.of(filter, value));
        }
        return this;
    }

    /** Returns all items in the shape of one page. */
    public JsonNode all(RestClient control) {
        return first(control, Integer.MAX_VALUE);
    }

    /** Returns at most the wanted number of items in the shape of one page. */
    public JsonNode first(RestClient control, int wanted) {
        var answer = page(control, wanted, null);
        var items = items(answer);
        for (var next = answer; items.size() < wanted && next.path("nextCursor").isTextual(); ) {
            next = page(control, wanted - items.size(), next.path("nextCursor").asText());
            items.addAll(items(next));
            answer.set("nextCursor", next.path("nextCursor"));
        }
        return answer;
    }

    private ArrayNode items(JsonNode page) {
        if (page.path(kind.items()) instanceof ArrayNode items) {
            return items;
        }
        throw new CommandFailure(ExitCode.UNREACHABLE, "The server is not Control");
    }

    private ObjectNode page(RestClient control, int wanted, @Nullable String cursor) {
        var query = new LinkedHashMap<>(filters);
        query.put("limit", String.valueOf(Math.min(wanted, LARGEST)));
        if (cursor != null) {
            query.put("cursor", QueryValue.of("cursor", cursor));
        }
        var text = query.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("&"));
        var page = control.get(kind.path() + "?" + text);
        items(page);
        return (ObjectNode) page;
    }
}
