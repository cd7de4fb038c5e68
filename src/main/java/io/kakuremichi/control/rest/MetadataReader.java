package io.kakuremichi.control.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.io.StringWriter;

/**
 * Copies metadata token by token, so that numbers stay as they were written: as values of any Java type, {@code 1e400}, {@code -0} and
 * long decimals would become other numbers.
 */
final class MetadataReader extends StdDeserializer<Metadata> {
    private static final long serialVersionUID = 1;
    private static final int MAX_LENGTH = 16 * 1024;

    /** Deeper objects could not be read by clients whose JSON library has a limit, since answers nest them further. */
    private static final int MAX_DEPTH = 32;

    private static final JsonFactory FACTORY = new JsonFactory();

    MetadataReader() {
        super(Metadata.class);
    }

    @Override
    public Metadata deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            return (Metadata) context.handleUnexpectedToken(Metadata.class, parser);
        }
        var text = new StringWriter();
        try (var copy = FACTORY.createGenerator(text)) {
            copyObject(parser, copy);
        }
        if (text.getBuffer().length() > MAX_LENGTH) {
            throw new InvalidValueException(parser, "must be at most %s characters as JSON".formatted(MAX_LENGTH));
        }
        return new Metadata(text.toString());
    }

    private static void copyObject(JsonParser parser, JsonGenerator copy) throws IOException {
        var depth = 0;
        do {
            depth += copy(parser, copy);
            if (depth > MAX_DEPTH) {
                throw new InvalidValueException(parser, "must be at most %s levels deep".formatted(MAX_DEPTH));
            }
            if (depth > 0) {
                parser.nextToken();
            }
        } while (depth > 0);
    }

    /** Copies the token; returns by how much it changes the depth. */
    private static int copy(JsonParser parser, JsonGenerator copy) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                copy.writeStartObject();
                return 1;
            }
            case START_ARRAY -> {
                copy.writeStartArray();
                return 1;
            }
            case END_OBJECT -> {
                copy.writeEndObject();
                return -1;
            }
            case END_ARRAY -> {
                copy.writeEndArray();
                return -1;
            }
            case FIELD_NAME -> copy.writeFieldName(text(parser));
            case VALUE_STRING -> copy.writeString(text(parser));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> copy.writeNumber(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> copy.writeBoolean(parser.currentToken() == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> copy.writeNull();
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new InvalidValueException(parser, "must be a JSON object");
        }
        return 0;
    }

    private static String text(JsonParser parser) throws IOException {
        var text = parser.getText();
        if (!StrictValues.isUnicode(text)) {
            throw new InvalidValueException(parser, "must not contain unpaired surrogates");
        }
        return text;
    }
}
