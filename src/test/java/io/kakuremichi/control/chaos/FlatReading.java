package io.kakuremichi.control.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** Reads frames of the flat dialect. */
final class FlatReading {
    private FlatReading() {}

    static FlatHeard of(JsonNode frame) {
        var type = frame.path("type").asText();
        var secret = secretIn(frame);
        if (secret != null) {
            return new FlatHeard.Forbidden("%s with \"%s\"".formatted(type, secret));
        }
        if (!frame.path("timestamp").isIntegralNumber() || frame.has("data")) {
            return new FlatHeard.Forbidden("not flat, or without a timestamp: " + frame);
        }
        return switch (type) {
            case "auth_success" ->
                new FlatHeard.Welcome(
                        frame.path("clientId").asText(),
                        frame.path("clientType").asText());
            case "config_update" ->
                new FlatHeard.Config(frame.path("timestamp").asLong(), sections(frame.path("config")));
            default -> new FlatHeard.Other(Items.kept(type));
        };
    }

    /** The name of a field that has to do with a private key, at whatever depth; or null. */
    private static String secretIn(JsonNode node) {
        for (var field : node.properties()) {
            if (field.getKey().toLowerCase(Locale.ROOT).contains("private")) {
                return field.getKey();
            }
        }
        return StreamSupport.stream(node.spliterator(), false)
                .map(FlatReading::secretIn)
                .filter(name -> name != null)
                .findFirst()
                .orElse(null);
    }

    /** Each list's items, sorted, and each object as a list of its own. */
    private static Map<String, List<String>> sections(JsonNode config) {
        var sections = new TreeMap<String, List<String>>();
        config.properties().forEach(field -> {
            var items = new ArrayList<String>();
            if (field.getValue().isArray()) {
                field.getValue().forEach(item -> items.add(item(item)));
                items.sort(null);
            } else {
                items.add(Items.of(field.getValue()));
            }
            sections.put(Items.kept(field.getKey()), Items.kept(List.copyOf(items)));
        });
        if (config.has("agent")) {
            var addresses = new ArrayList<String>();
            config.path("tunnels")
                    .forEach(tunnel -> addresses.add(tunnel.path("agentIp").toString()));
            sections.put("agentIps", List.of(addresses.toString()));
        }
        return sections;
    }

    /** An agent's tunnel without its {@code agentIp}, which depends on its place, and with its gateways in an order. */
    private static String item(JsonNode item) {
        if (!item.has("gatewayIps")) {
            return Items.of(item);
        }
        var gateways = new ArrayList<String>();
        item.path("gatewayIps").forEach(each -> gateways.add(Items.of(each)));
        gateways.sort(null);
        var copy = item.<ObjectNode>deepCopy();
        copy.remove("agentIp");
        copy.set("gatewayIps", Items.JSON.valueToTree(gateways));
        return Items.of(copy);
    }
}
