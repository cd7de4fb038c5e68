package io.kakuremichi.control.command.output;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads JSON so that it is printed with its numbers as they were written. Metadata may have any number, and most fractions and large
 * exponents are not a {@code double}.
 */
public final class ExactJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ExactJson() {}

    /** A new object without fields. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * Reads a value; missing when the text is blank.
     *
     * @throws JsonProcessingException when the text is not one JSON value
     */
    public static JsonNode read(String text) throws JsonProcessingException {
        try (var parser = new AsWritten(MAPPER.createParser(text))) {
            JsonNode value = MAPPER.readTree(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "more than one value");
            }
            return value == null ? MissingNode.getInstance() : value;
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            // A text is read without input or output.
            throw new UncheckedIOException(e);
        }
    }

    /** Hands out each fraction, and each number with a minus sign before a zero, as a value that is written as its text. */
    private static final class AsWritten extends JsonParserDelegate {
        AsWritten(JsonParser parser) {
            super(parser);
        }

        @Override
        public JsonToken nextToken() throws IOException {
            super.nextToken();
            return currentToken();
        }

        @Override
        public JsonToken currentToken() {
            return isKept() ? JsonToken.VALUE_EMBEDDED_OBJECT : super.currentToken();
        }

        @Override
        public int currentTokenId() {
            return isKept() ? JsonToken.VALUE_EMBEDDED_OBJECT.id() : super.currentTokenId();
        }

        @Override
        public Object getEmbeddedObject() throws IOException {
            return new RawValue(getText());
        }

        private boolean isKept() {
            try {
                return switch (super.currentToken()) {
                    case VALUE_NUMBER_FLOAT -> true;
                    case VALUE_NUMBER_INT -> getText().equals("-0");
                    case null, default -> false;
                };
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
