package io.kakuremichi.control.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** The JSON settings of both dialects: strict reading, one object in each frame. Thread-safe. */
final class WireJson {
    private static final int MAX_DEPTH = 16;
    private static final int INITIAL_LENGTH = 512;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    // The default keeps buffers by thread, so every virtual thread would allocate new ones.
                    .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                    .build())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private WireJson() {}

    static ObjectNode read(String frame) throws InvalidMessageException {
        JsonNode node;
        try {
            node = JSON.readTree(frame);
        } catch (JsonProcessingException e) {
            // Jackson's message may quote the input, which may contain a key.
            throw new InvalidMessageException(MessageErrorCode.INVALID_MESSAGE, "The message is not valid JSON");
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidMessageException(MessageErrorCode.INVALID_MESSAGE, "The message is not a JSON object");
    }

    static String write(Writing writing) {
        var text = new StringWriter(INITIAL_LENGTH);
        try (var generator = JSON.createGenerator(text)) {
            writing.to(generator);
        } catch (IOException e) {
            throw new UncheckedIOException("a message cannot be encoded", e);
        }
        return text.toString();
    }

    static String text(Object value) {
        return write(generator -> generator.writePOJO(value));
    }

    static InvalidMessageException unknownType(String type) {
        return new InvalidMessageException(
                MessageErrorCode.UNKNOWN_TYPE, "Unknown message type \"" + abbreviated(type) + "\"");
    }

    private static String abbreviated(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    /** Writes the fields of a message. */
    interface Writing {
        void to(JsonGenerator generator) throws IOException;
    }
}
