package io.kakuremichi.control.apidocs;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.protocol.ClientMessage;
import io.kakuremichi.control.protocol.Codec;
import io.kakuremichi.control.protocol.EnvelopeCodec;
import io.kakuremichi.control.protocol.FlatCodec;
import io.kakuremichi.control.protocol.InvalidMessageException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients say is documented as the codecs read it: every field, whether it is needed, and of which type. */
class AsyncApiOfClientsTest {
    /** Fields that Control ignores, or of which it only checks the form: they may have any value, or have no component. */
    private static final Set<String> NOT_KEPT = Set.of(
            "heartbeat data.timestamp",
            "flatAuth timestamp",
            "flatPing timestamp",
            "flatCondition timestamp",
            "flatConfigAck timestamp",
            "flatCondition metadata");

    /** Fields of the flat dialect that keep nobody out: a value of another form counts as not given. */
    private static final Set<String> LOOSE = Set.of("publicIp", "publicKey", "error");

    /** What the wire calls otherwise than the record. */
    private static final Map<String, String> NAMES =
            Map.of("flatAuth clientType", "type", "flatCondition status", "trouble");

    /** What the older dialect has no field for. */
    private static final Set<String> NOT_OF_THE_OLDER_DIALECT = Set.of(
            "flatAuth capabilities",
            "flatAuth resume",
            "flatAuth enrollmentKey",
            "flatAuth name",
            "flatConfigAck revision");

    static Stream<AsyncApi.Message> messages() {
        return AsyncApi.ofClients().stream();
    }

    @Test
    void everyMessageIsDocumentedAndNoOther() {
        assertThat(messages().map(AsyncApi.Message::record).collect(toSet()))
                .isEqualTo(AsyncApi.records(ClientMessage.class)
                        .map(AsyncApi::name)
                        .collect(toSet()));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyExampleIsReadAsWhatItIs(AsyncApi.Message message) {
        assertThat(message.examples()).allSatisfy(example -> assertThat(
                        AsyncApi.name(decode(message, example).getClass()))
                .isEqualTo(message.record()));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aTypeOfOneDialectIsNotOneOfTheOther(AsyncApi.Message message) {
        var ofBoth = Set.of("auth", "config_ack");
        if (!ofBoth.contains(message.type())) {
            Codec other = message.isFlat() ? new EnvelopeCodec() : new FlatCodec();
            assertThatThrownBy(() -> other.decode(message.examples().getFirst().toString()))
                    .hasMessageContaining("Unknown message type");
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyFieldOfTheRecordIsDocumentedAndNoOther(AsyncApi.Message message) {
        var fields =
                message.isFlat() ? message.payload() : resolve(message.payload().at("/properties/data"));
        var documented = new TreeSet<String>();
        fields.path("properties").fieldNames().forEachRemaining(name -> {
            if (!name.equals("type") && !NOT_KEPT.contains(path(message, name))) {
                documented.add(NAMES.getOrDefault(message + " " + name, name));
            }
        });

        assertThat(documented).isEqualTo(components(message));
    }

    private static String path(AsyncApi.Message message, String name) {
        return message + (message.isFlat() ? " " : " data.") + name;
    }

    private static Set<String> components(AsyncApi.Message message) {
        var record = AsyncApi.records(ClientMessage.class)
                .filter(type -> AsyncApi.name(type).equals(message.record()))
                .findFirst()
                .orElseThrow();
        var names = Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getName)
                .filter(name -> !NOT_OF_THE_OLDER_DIALECT.contains(message + " " + name))
                .collect(toSet());
        // In the envelope the key's prefix says it.
        if (message.name().equals("auth")) {
            names.remove("type");
        }
        return names;
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsRequiredIsInsistedOnAndNothingElse(AsyncApi.Message message) {
        var full = full(message);
        fields(message).forEach(field -> {
            var without = full.deepCopy();
            holder(without, field).remove(field.name());

            if (field.required()) {
                assertThatThrownBy(() -> decode(message, without))
                        .as("%s without %s", message, field)
                        .isInstanceOf(AssertionError.class);
            } else {
                assertThatCode(() -> decode(message, without))
                        .as("%s without %s", message, field)
                        .doesNotThrowAnyException();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatHasAnotherTypeIsRefused(AsyncApi.Message message) {
        var full = full(message);
        fields(message)
                .filter(field -> !NOT_KEPT.contains(message + " " + field)
                        || field.toString().equals("data.timestamp"))
                .filter(field -> !message.isFlat() || !LOOSE.contains(field.name()))
                .forEach(field -> {
                    var wrong = full.deepCopy();
                    // Neither text, number, truth nor list; and where an object is meant, a list.
                    holder(wrong, field)
                            .set(field.name(), field.isObject() ? array() : Documents.JSON.createObjectNode());

                    assertThatThrownBy(() -> decode(message, wrong))
                            .as("%s with another %s", message, field)
                            .isInstanceOf(AssertionError.class);
                });
    }

    private static ArrayNode array() {
        return Documents.JSON.createArrayNode();
    }

    /** A field by its path of objects and first items of lists. */
    record Field(List<String> parents, String name, JsonNode schema, boolean required) {
        boolean isObject() {
            return schema.path("type").asText().equals("object");
        }

        @Override
        public String toString() {
            return String.join(
                    ".", Stream.concat(parents.stream(), Stream.of(name)).toList());
        }
    }

    private static Stream<Field> fields(AsyncApi.Message message) {
        return fields(List.of(), message.payload());
    }

    private static Stream<Field> fields(List<String> parents, JsonNode object) {
        var required =
                OpenApiCall.items(object.path("required")).map(JsonNode::asText).toList();
        return object.path("properties").properties().stream().flatMap(property -> {
            var schema = resolve(property.getValue());
            var below = Stream.concat(parents.stream(), Stream.of(property.getKey()))
                    .toList();
            var field = new Field(parents, property.getKey(), schema, required.contains(property.getKey()));
            return Stream.concat(
                    Stream.of(field), fields(below, schema.has("items") ? resolve(schema.path("items")) : schema));
        });
    }

    private static ObjectNode holder(JsonNode message, Field field) {
        var holder = message;
        for (var parent : field.parents()) {
            holder = holder.path(parent);
            holder = holder.isArray() ? holder.path(0) : holder;
        }
        return (ObjectNode) holder;
    }

    /** With every field. */
    private static JsonNode full(AsyncApi.Message message) {
        var full = message.examples().getFirst().deepCopy();
        message.examples().forEach(example -> merge((ObjectNode) full, example));
        assertThat(Shape.of(full).containsAll(Shape.of(AsyncApi.DOCUMENT, message.payload(), false)))
                .as("the examples of %s show every field", message)
                .isTrue();
        return full;
    }

    private static void merge(ObjectNode into, JsonNode example) {
        example.properties().forEach(field -> {
            if (into.path(field.getKey()) instanceof ObjectNode object) {
                merge(object, field.getValue());
            } else if (!into.has(field.getKey()) || into.path(field.getKey()).isEmpty()) {
                into.set(field.getKey(), field.getValue().deepCopy());
            }
        });
    }

    private static JsonNode resolve(JsonNode schema) {
        return Documents.resolve(AsyncApi.DOCUMENT, schema);
    }

    private static ClientMessage decode(AsyncApi.Message message, JsonNode frame) {
        try {
            return (message.isFlat() ? new FlatCodec() : new EnvelopeCodec()).decode(frame.toString());
        } catch (InvalidMessageException e) {
            throw new AssertionError(message + ": " + e.text(), e);
        }
    }
}
