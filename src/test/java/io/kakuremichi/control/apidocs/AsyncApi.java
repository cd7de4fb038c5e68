package io.kakuremichi.control.apidocs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The AsyncAPI document of the WebSocket protocol. Messages are named like their records, with {@code flat} before those of the
 * older dialect.
 */
final class AsyncApi {
    static final ObjectNode DOCUMENT = Documents.read(Documents.ASYNCAPI);
    static final Schemas SCHEMAS = Schemas.ofAsyncApi(Documents.closed(DOCUMENT));
    private static final ObjectNode CLOSED = Documents.closed(DOCUMENT);

    private static final String EVENTS = "events";

    private AsyncApi() {}

    /** A message that is documented. */
    record Message(String name, JsonNode node) {
        boolean isFlat() {
            return name.startsWith("flat");
        }

        /** The name of the record, its first letter as in the document. */
        String record() {
            return isFlat() ? name.substring(4, 5).toLowerCase(Locale.ROOT) + name.substring(5) : name;
        }

        String type() {
            return payload().at("/properties/type/const").asText();
        }

        JsonNode payload() {
            return Documents.resolve(DOCUMENT, node.path("payload"));
        }

        List<JsonNode> examples() {
            return OpenApiCall.items(node.path("examples"))
                    .map(example -> example.path("payload"))
                    .toList();
        }

        /** What is wrong with what should be such a message; a field that is not documented is, too. */
        List<String> faults(JsonNode message) {
            return SCHEMAS.faults(CLOSED.at("/components/messages/" + name + "/payload"), message);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Something that is done on a channel: {@code receive} by clients' messages, {@code send} by Control's. */
    record Operation(String name, JsonNode node) {
        String channel() {
            return last(node.at("/channel/$ref"));
        }

        List<Message> messages() {
            return refs(node.path("messages"));
        }

        List<Message> replies() {
            return refs(node.at("/reply/messages"));
        }

        private static List<Message> refs(JsonNode list) {
            return OpenApiCall.items(list)
                    .map(ref -> message(last(
                            DOCUMENT.at(ref.path("$ref").asText().substring(1)).path("$ref"))))
                    .toList();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Message> messages() {
        return DOCUMENT.at("/components/messages").properties().stream()
                .map(entry -> new Message(entry.getKey(), entry.getValue()));
    }

    static Message message(String name) {
        return new Message(name, DOCUMENT.at("/components/messages/" + name));
    }

    static Stream<Operation> operations(String action) {
        return DOCUMENT.path("operations").properties().stream()
                .filter(entry -> entry.getValue().path("action").asText().equals(action))
                .map(entry -> new Operation(entry.getKey(), entry.getValue()));
    }

    static List<Message> ofClients() {
        return operations("receive")
                .flatMap(operation -> operation.messages().stream())
                .distinct()
                .toList();
    }

    /** Over WebSockets. */
    static List<Message> ofControl() {
        return operations("send")
                .filter(operation -> !operation.channel().equals(EVENTS))
                .flatMap(operation -> operation.messages().stream())
                .distinct()
                .toList();
    }

    /** Over HTTP. */
    static List<Message> ofEvents() {
        return ofControl(EVENTS);
    }

    /** What Control may say on a channel. */
    static List<Message> ofControl(String channel) {
        return operations("send")
                .filter(operation -> operation.channel().equals(channel))
                .flatMap(operation -> operation.messages().stream())
                .toList();
    }

    /** The records among the permitted types, also of permitted interfaces. */
    static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(AsyncApi::records)
                : Stream.of(type);
    }

    /** How a record is called in the document. */
    static String name(Class<?> type) {
        var name = type.getSimpleName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private static String last(JsonNode ref) {
        return ref.asText().substring(ref.asText().lastIndexOf('/') + 1);
    }
}
