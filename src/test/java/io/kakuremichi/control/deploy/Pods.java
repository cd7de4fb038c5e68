package io.kakuremichi.control.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** Parts of objects that make pods. */
final class Pods {
    private Pods() {}

    static boolean isMadeBy(JsonNode object) {
        return spec(object).has("containers");
    }

    /** A CronJob makes jobs, which make pods. */
    private static JsonNode template(JsonNode object) {
        var job = object.path("spec").path("jobTemplate");
        return (job.isMissingNode() ? object : job).path("spec").path("template");
    }

    static JsonNode spec(JsonNode object) {
        return template(object).path("spec");
    }

    static Map<String, String> labels(JsonNode object) {
        return texts(template(object).path("metadata").path("labels"));
    }

    static List<ObjectNode> containers(JsonNode object) {
        return StreamSupport.stream(spec(object).path("containers").spliterator(), false)
                .map(ObjectNode.class::cast)
                .toList();
    }

    /** A map of texts, as labels are. */
    static Map<String, String> texts(JsonNode map) {
        var texts = new TreeMap<String, String>();
        map.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }
}
