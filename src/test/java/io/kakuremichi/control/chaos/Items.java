package io.kakuremichi.control.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Items of messages as text that is the same for the same content, whatever the order of the fields. */
final class Items {
    static final ObjectMapper JSON = new ObjectMapper();

    /** Twenty gateways hear the same: it is kept once. */
    private static final ConcurrentHashMap<Object, Object> KEPT = new ConcurrentHashMap<>();

    private Items() {}

    /** Names and values in turn. */
    static String of(Object... fields) {
        var object = JSON.createObjectNode();
        for (var i = 0; i < fields.length; i += 2) {
            object.set((String) fields[i], JSON.valueToTree(fields[i + 1]));
        }
        return of(object);
    }

    static String of(JsonNode item) {
        if (!(item instanceof ObjectNode object)) {
            return item.toString();
        }
        var sorted = new TreeMap<String, String>();
        object.properties().forEach(field -> sorted.put(field.getKey(), of(field.getValue())));
        return kept(sorted.toString());
    }

    /** The equal value that was kept first. */
    @SuppressWarnings("unchecked")
    static <T> T kept(T value) {
        var first = KEPT.putIfAbsent(value, value);
        return first == null ? value : (T) first;
    }
}
