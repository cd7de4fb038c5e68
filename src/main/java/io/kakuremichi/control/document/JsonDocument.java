package io.kakuremichi.control.document;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.kakuremichi.control.document.DocumentNode.Flag;
import io.kakuremichi.control.document.DocumentNode.Mapping;
import io.kakuremichi.control.document.DocumentNode.Nothing;
import io.kakuremichi.control.document.DocumentNode.Sequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Reads one JSON document (RFC 8259). */
final class JsonDocument {
    /** The size of a document is limited where it is received, and the length of its values by {@link TreeBuilder}. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final String source;
    private final TreeBuilder tree = new TreeBuilder();

    JsonDocument(String source) {
        this.source = source;
    }

    ParsedDocument read(String text) throws DocumentFaultException {
        try (var parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new DocumentFaultException("", "the document is empty", new Place(source, 1, 1));
            }
            var root = value(parser, NodePath.ROOT, 1);
            if (parser.nextToken() != null) {
                throw new DocumentFaultException("", "the document must be one JSON value", place(parser));
            }
            return tree.document(root);
        } catch (JacksonException e) {
            // Its own message names Java types and quotes the document.
            throw new DocumentFaultException("", "the document is not valid JSON", place(e.getLocation()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DocumentNode value(JsonParser parser, NodePath path, int depth) throws IOException, DocumentFaultException {
        var place = place(parser);
        tree.count(1, path, place);
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(parser, path, place, depth);
            case START_ARRAY -> sequence(parser, path, place, depth);
            case VALUE_STRING -> tree.text(parser.getText(), path, place);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> tree.number(parser.getText(), path, place);
            case VALUE_TRUE, VALUE_FALSE -> new Flag(parser.currentToken() == JsonToken.VALUE_TRUE, place);
            case VALUE_NULL -> new Nothing(place);
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("a value does not begin with " + parser.currentToken());
        };
    }

    private Mapping mapping(JsonParser parser, NodePath path, Place place, int depth)
            throws IOException, DocumentFaultException {
        tree.checkDepth(depth, path, place);
        var fields = new LinkedHashMap<String, DocumentNode>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = tree.text(parser.currentName(), path, place(parser));
            var below = path.field(key.value());
            if (fields.containsKey(key.value())) {
                tree.duplicate(below, key.place());
            }
            parser.nextToken();
            fields.putIfAbsent(key.value(), value(parser, below, depth + 1));
        }
        return new Mapping(fields, place);
    }

    private Sequence sequence(JsonParser parser, NodePath path, Place place, int depth)
            throws IOException, DocumentFaultException {
        tree.checkDepth(depth, path, place);
        var items = new ArrayList<DocumentNode>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser, path.item(items.size()), depth + 1));
        }
        return new Sequence(items, place);
    }

    private Place place(JsonParser parser) {
        return place(parser.currentTokenLocation());
    }

    private Place place(JsonLocation at) {
        return at == null
                ? new Place(source, 1, 1)
                : new Place(source, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
    }
}
