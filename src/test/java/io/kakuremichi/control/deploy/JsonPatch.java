package io.kakuremichi.control.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** RFC 6902, as far as patches of members of objects go. */
final class JsonPatch {
    private JsonPatch() {}

    static void apply(ObjectNode object, JsonNode operations) {
        for (var operation : operations) {
            var path = JsonPointer.compile(operation.path("path").asText());
            var member = path.last().getMatchingProperty();
            assertThat(object.at(path.head())).as("parent of %s", path).isInstanceOf(ObjectNode.class);
            var parent = (ObjectNode) object.at(path.head());
            switch (operation.path("op").asText()) {
                case "add" -> parent.set(member, operation.path("value"));
                case "replace" -> {
                    assertThat(parent.has(member)).as("%s to replace", path).isTrue();
                    parent.set(member, operation.path("value"));
                }
                case "remove" ->
                    assertThat(parent.remove(member)).as("%s to remove", path).isNotNull();
                default -> throw new AssertionError("unknown operation " + operation);
            }
        }
    }
}
