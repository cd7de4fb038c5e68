package io.kakuremichi.control.apidocs;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.kakuremichi.control.protocol.Capability;
import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.MessageErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Execution(CONCURRENT)
class AsyncApiDocumentTest {
    private static final Path SCHEMA = Path.of("src/test/resources/asyncapi/asyncapi-3.0.0.schema.json");

    static Stream<AsyncApi.Message> messages() {
        return AsyncApi.messages();
    }

    @Test
    void isAnAsyncApiDocument() throws IOException {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(Documents.JSON.readTree(SCHEMA.toFile()));

        assertThat(schema.validate(AsyncApi.DOCUMENT)).isEmpty();
    }

    @Test
    void everyReferenceRefersToSomething() {
        assertThat(AsyncApi.DOCUMENT.findValues("$ref")).isNotEmpty().allSatisfy(ref -> assertThat(
                        AsyncApi.DOCUMENT.at(ref.asText().substring(1)).isMissingNode())
                .as(ref.asText())
                .isFalse());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageHasExamplesThatAreValid(AsyncApi.Message message) {
        assertThat(message.node().path("summary").asText()).isNotBlank();
        assertThat(message.examples()).isNotEmpty().allSatisfy(example -> assertThat(message.faults(example))
                .isEmpty());
    }

    /** Code generators name the types after the components; a schema in place would get an invented name. */
    @Test
    void everyObjectAndEnumerationIsANamedSchema() {
        var named = AsyncApi.DOCUMENT.at("/components/schemas");

        assertThat(AsyncApi.messages())
                .allSatisfy(message ->
                        assertThat(message.node().at("/payload/$ref").asText()).startsWith("#/components/schemas/"));
        assertThat(named).allSatisfy(schema -> assertThat(inside(schema))
                .noneMatch(part ->
                        part.path("properties").isObject() || part.path("enum").isArray()));
    }

    private static Stream<JsonNode> inside(JsonNode node) {
        return OpenApiCall.items(node).flatMap(child -> Stream.concat(Stream.of(child), inside(child)));
    }

    @Test
    void everyOperationIsDescribed() {
        assertThat(AsyncApi.DOCUMENT.path("operations")).isNotEmpty().allSatisfy(operation -> {
            assertThat(operation.path("summary").asText()).isNotBlank();
            assertThat(operation.path("description").asText()).isNotBlank();
        });
    }

    @Test
    void everyMessageIsSaidBySomebodyOnAChannelThatHasIt() {
        assertThat(Stream.of(AsyncApi.ofClients(), AsyncApi.ofControl(), AsyncApi.ofEvents())
                        .flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(AsyncApi.messages().toList());
        AsyncApi.DOCUMENT.path("channels").properties().forEach(channel -> {
            var said = Stream.concat(AsyncApi.operations("receive"), AsyncApi.operations("send"))
                    .filter(operation -> operation.channel().equals(channel.getKey()))
                    .flatMap(operation -> operation.messages().stream())
                    .map(AsyncApi.Message::name)
                    .collect(toSet());
            assertThat(said).isEqualTo(names(channel.getValue().path("messages")));
        });
    }

    @Test
    void allPathsAreThere() {
        assertThat(AsyncApi.DOCUMENT.path("channels"))
                .extracting(channel -> channel.path("address").asText())
                .containsOnly("/", "/ws", "/api/events")
                .contains("/", "/ws", "/api/events");
    }

    @Test
    void theCloseCodesAreThoseOfTheCode() {
        var documented = OpenApiCall.items(AsyncApi.DOCUMENT.path("x-close-codes"))
                .collect(toMap(code -> code.path("code").intValue(), code -> code.path("reason")
                        .asText()));

        assertThat(documented)
                .isEqualTo(Arrays.stream(CloseCode.values()).collect(toMap(CloseCode::number, CloseCode::reason)));
    }

    @Test
    void theErrorCodesAreThoseOfTheCode() {
        assertThat(texts("/components/schemas/FaultCode/enum"))
                .containsExactlyElementsOf(
                        Arrays.stream(MessageErrorCode.values()).map(Enum::name).toList());
    }

    @Test
    void theCapabilitiesAreThoseOfTheCode() {
        assertThat(texts("/components/schemas/Capability/enum"))
                .containsExactlyElementsOf(Arrays.stream(Capability.values())
                        .map(Capability::wireName)
                        .toList());
    }

    private static List<String> texts(String pointer) {
        return OpenApiCall.items(AsyncApi.DOCUMENT.at(pointer))
                .map(JsonNode::asText)
                .toList();
    }

    private static Set<String> names(JsonNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
