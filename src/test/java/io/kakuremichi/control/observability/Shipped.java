package io.kakuremichi.control.observability;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The files that operators get, read. */
public final class Shipped {
    static final Path ALERTS = Path.of("deploy/observability/alerts.yaml");
    static final Path ALERTS_TEST = Path.of("deploy/observability/alerts-test.yaml");
    private static final Path DASHBOARD = Path.of("deploy/observability/dashboard.json");
    private static final Path METRICS = Path.of("src/docs/operators/observability.md");

    private Shipped() {}

    /** A metric as the documentation has it. */
    public record Documented(String type, Map<String, Set<String>> labels) {}

    record Alert(String group, JsonNode rule) {
        String name() {
            return rule.path("alert").asText();
        }

        String annotation(String name) {
            return rule.path("annotations").path(name).asText();
        }
    }

    static List<Alert> alerts() {
        var alerts = new ArrayList<Alert>();
        alertFile().path("groups").forEach(group -> group.path("rules")
                .forEach(rule -> alerts.add(new Alert(group.path("name").asText(), rule))));
        return alerts;
    }

    static JsonNode alertFile() {
        return read(
                new ObjectMapper(
                        new YAMLFactory().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature())),
                ALERTS);
    }

    static JsonNode dashboard() {
        return read(
                new ObjectMapper()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature())
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS),
                DASHBOARD);
    }

    private static JsonNode read(ObjectMapper mapper, Path file) {
        try {
            return mapper.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All expressions of alerts and dashboard. */
    public static List<String> expressions() {
        var ofAlerts = alerts().stream().map(alert -> alert.rule().path("expr").asText());
        var ofPanels = StreamSupport.stream(dashboard().path("panels").spliterator(), false)
                .flatMap(panel -> StreamSupport.stream(panel.path("targets").spliterator(), false))
                .map(target -> target.path("expr").asText());
        return Stream.concat(ofAlerts, ofPanels).toList();
    }

    /** The table of our own metrics, by name. A label of {@code any} value has none listed. */
    public static Map<String, Documented> metrics() throws IOException {
        var documented = new LinkedHashMap<String, Documented>();
        for (var line : Files.readAllLines(METRICS)) {
            if (line.startsWith("| `kakuremichi_")) {
                var cells = line.split("\\s*\\|\\s*", -1);
                documented.put(cells[1].replace("`", ""), new Documented(cells[2], labels(cells[3])));
            }
        }
        return documented;
    }

    private static Map<String, Set<String>> labels(String cell) {
        var labels = new LinkedHashMap<String, Set<String>>();
        for (var label : cell.split(";")) {
            if (!label.isBlank()) {
                var parts = label.replace("`", "").strip().split(":\\s*");
                labels.put(parts[0], new TreeSet<>(List.of(parts[1].split(",\\s*"))));
            }
        }
        return labels;
    }
}
