package io.kakuremichi.control.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes a value as compact JSON, its numbers as they were written. */
public final class NodeJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private NodeJson() {}

    /** The value as JSON. */
    public static String write(DocumentNode node) {
        var text = new StringWriter();
        try (var json = FACTORY.createGenerator(text)) {
            write(node, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(DocumentNode node, JsonGenerator json) throws IOException {
        switch (node) {
            case DocumentNode.Text text -> json.writeString(text.value());
            case DocumentNode.Numeral number -> json.writeNumber(number.digits());
            case DocumentNode.Flag flag -> json.writeBoolean(flag.value());
            case DocumentNode.Nothing ignored -> json.writeNull();
            case DocumentNode.Sequence sequence -> {
                json.writeStartArray();
                for (var item : sequence.items()) {
                    write(item, json);
                }
                json.writeEndArray();
            }
            case DocumentNode.Mapping mapping -> {
                json.writeStartObject();
                for (var field : mapping.fields().entrySet()) {
                    json.writeFieldName(field.getKey());
                    write(field.getValue(), json);
                }
                json.writeEndObject();
            }
        }
    }
}
