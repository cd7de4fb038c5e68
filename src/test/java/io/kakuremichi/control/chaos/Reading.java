package io.kakuremichi.control.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.credential.ClientType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads frames of Control. */
final class Reading {
    private Reading() {}

    static Heard.Welcome welcome(JsonNode data) {
        var granted = new java.util.TreeSet<String>();
        data.path("capabilities").forEach(capability -> granted.add(capability.asText()));
        return new Heard.Welcome(
                granted, data.path("resumed").asBoolean(), data.path("epoch").asText());
    }

    static long revision(JsonNode frame) {
        return frame.path("revision").asLong(-1);
    }

    /** The items of a configuration by section and key; the client's own one without its private key. */
    static Map<String, Map<String, String>> configuration(ClientType type, JsonNode data) {
        var sections = new TreeMap<String, Map<String, String>>();
        var self = data.path(type.wireName()).<ObjectNode>deepCopy();
        self.remove("wireguardPrivateKey");
        sections.put("self", Map.of(key(self), Items.of(self)));
        data.properties().forEach(field -> {
            if (field.getValue().isArray()) {
                var items = new TreeMap<String, String>();
                field.getValue().forEach(item -> {
                    if (items.put(key(item), item(field.getKey(), item)) != null) {
                        items.put(key(item) + " twice", item(field.getKey(), item));
                    }
                });
                sections.put(field.getKey(), items);
            }
        });
        return sections;
    }

    static Heard.Config heard(long revision, Map<String, Map<String, String>> configuration) {
        var sections = new TreeMap<String, List<String>>();
        configuration.forEach((section, items) -> sections.put(
                section, Items.kept(items.values().stream().sorted().toList())));
        return new Heard.Config(revision, sections);
    }

    static String key(JsonNode item) {
        return item.has("id") ? item.path("id").asText() : item.path("domain").asText();
    }

    /** Of certificates only the domain: the log does not hold more to compare with. */
    static String item(String subject, JsonNode item) {
        return subject.startsWith("certificate")
                ? World.certificate(item.path("domain").asText())
                : Items.of(item);
    }
}
