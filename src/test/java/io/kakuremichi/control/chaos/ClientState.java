package io.kakuremichi.control.chaos;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The state that a client derived from its messages: for each list, the items by id. Not thread-safe. */
final class ClientState {
    private final Map<String, Map<String, String>> sections = new TreeMap<>();

    /** Replaces everything. */
    void apply(Map<String, Map<String, String>> configuration) {
        sections.clear();
        configuration.forEach((section, items) -> sections.put(section, new TreeMap<>(items)));
    }

    /**
     * Applies a change as any client would.
     *
     * @param type {@code SUBJECT_create}, {@code _update} or {@code _delete}
     */
    void apply(String type, String key, String item) {
        var subject = type.substring(0, type.indexOf('_'));
        var items = sections.computeIfAbsent(subject + "s", section -> new TreeMap<>());
        if (type.endsWith("_delete")) {
            items.remove(key);
        } else {
            items.put(key, item);
        }
    }

    /** Applies a change of the client itself. */
    void applySelf(String key, String item) {
        sections.put("self", new TreeMap<>(Map.of(key, item)));
    }

    /** In the form of {@link Heard.Config#sections}. */
    Map<String, List<String>> sections() {
        var sorted = new TreeMap<String, List<String>>();
        sections.forEach((section, items) ->
                sorted.put(section, items.values().stream().sorted().toList()));
        return sorted;
    }
}
