package io.kakuremichi.control.document;

import io.kakuremichi.control.document.DocumentNode.Mapping;
import io.kakuremichi.control.document.DocumentNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document with the types of JSON (YAML 1.2, 10.2). Only the events of SnakeYAML are used: its own types and
 * constructors would make dates, sets and Java objects of a document.
 *
 * <p>An alias is the node of its anchor once more and counts with all values below it, so that aliases of aliases reach the limit
 * instead of the memory's end.
 */
final class YamlDocument {
    private final String source;
    private final TreeBuilder tree = new TreeBuilder();
    private final Map<String, Anchored> anchors = new HashMap<>();

    YamlDocument(String source) {
        this.source = source;
    }

    ParsedDocument read(String text) throws DocumentFaultException {
        try {
            var options = new LoaderOptions();
            // The size of a document is limited where it is received.
            options.setCodePointLimit(Integer.MAX_VALUE);
            return read(new ParserImpl(new StreamReader(text), options));
        } catch (MarkedYAMLException e) {
            throw new DocumentFaultException("", "the document is not valid YAML: " + e.getProblem(), problem(e));
        } catch (ReaderException e) {
            throw new DocumentFaultException(
                    "",
                    "the document is not valid YAML: it contains the character U+%04X".formatted(e.getCodePoint()),
                    place(text, e.getPosition()));
        } catch (YAMLException e) {
            throw new DocumentFaultException("", "the document is not valid YAML", new Place(source, 1, 1));
        }
    }

    private ParsedDocument read(Parser events) throws DocumentFaultException {
        events.getEvent();
        var start = events.getEvent();
        if (start instanceof StreamEndEvent) {
            throw new DocumentFaultException("", "the document is empty", new Place(source, 1, 1));
        }
        var root = node(events, events.getEvent(), NodePath.ROOT, 1);
        events.getEvent();
        var next = events.getEvent();
        if (!(next instanceof StreamEndEvent)) {
            throw new DocumentFaultException("", "the document must be one YAML document", place(next));
        }
        return tree.document(root);
    }

    private DocumentNode node(Parser events, Event event, NodePath path, int depth) throws DocumentFaultException {
        var before = tree.nodes();
        var place = place(event);
        tree.count(1, path, place);
        var node =
                switch (event) {
                    case AliasEvent alias -> repeated(alias, path, place, depth);
                    case ScalarEvent scalar -> scalar(scalar, path, place);
                    case SequenceStartEvent start -> sequence(events, start, path, depth);
                    case MappingStartEvent start -> mapping(events, start, path, depth);
                    default -> throw new IllegalStateException("a value does not begin with " + event);
                };
        if (!(event instanceof AliasEvent) && event instanceof NodeEvent named && named.getAnchor() != null) {
            anchors.put(named.getAnchor(), new Anchored(node, tree.nodes() - before, height(node)));
        }
        return node;
    }

    private DocumentNode repeated(AliasEvent alias, NodePath path, Place place, int depth)
            throws DocumentFaultException {
        var anchored = anchors.get(alias.getAnchor());
        if (anchored == null) {
            throw new DocumentFaultException(path.toString(), "has an alias without an anchor before it", place);
        }
        tree.checkDepth(depth - 1 + anchored.height, path, place);
        tree.count(anchored.size - 1, path, place);
        return anchored.node;
    }

    private DocumentNode scalar(ScalarEvent scalar, NodePath path, Place place) {
        withoutTag(scalar.getTag(), path, place);
        var text = tree.text(scalar.getValue(), path, place);
        if (!scalar.isPlain()) {
            return text;
        }
        return PlainScalar.node(text) instanceof DocumentNode.Numeral number
                ? tree.number(number.digits(), path, place)
                : PlainScalar.node(text);
    }

    private Sequence sequence(Parser events, SequenceStartEvent start, NodePath path, int depth)
            throws DocumentFaultException {
        var place = place(start);
        tree.checkDepth(depth, path, place);
        withoutTag(start.getTag(), path, place);
        var items = new ArrayList<DocumentNode>();
        for (var event = events.getEvent(); !(event instanceof SequenceEndEvent); event = events.getEvent()) {
            items.add(node(events, event, path.item(items.size()), depth + 1));
        }
        return new Sequence(items, place);
    }

    private Mapping mapping(Parser events, MappingStartEvent start, NodePath path, int depth)
            throws DocumentFaultException {
        var place = place(start);
        tree.checkDepth(depth, path, place);
        withoutTag(start.getTag(), path, place);
        var fields = new LinkedHashMap<String, DocumentNode>();
        for (var event = events.getEvent(); !(event instanceof MappingEndEvent); event = events.getEvent()) {
            if (!(event instanceof ScalarEvent scalar) || scalar.getAnchor() != null) {
                throw new DocumentFaultException(path.toString(), "has a key that is not a text", place(event));
            }
            var key = tree.text(scalar.getValue(), path, place(scalar));
            withoutTag(scalar.getTag(), path, key.place());
            var below = path.field(key.value());
            if (fields.containsKey(key.value())) {
                tree.duplicate(below, key.place());
            }
            fields.putIfAbsent(key.value(), node(events, events.getEvent(), below, depth + 1));
        }
        return new Mapping(fields, place);
    }

    private void withoutTag(@Nullable String tag, NodePath path, Place place) {
        if (tag != null) {
            tree.fault(path, "must not have a tag", place);
        }
    }

    private static int height(DocumentNode node) {
        return switch (node) {
            case Sequence sequence ->
                1
                        + sequence.items().stream()
                                .mapToInt(YamlDocument::height)
                                .max()
                                .orElse(0);
            case Mapping mapping ->
                1
                        + mapping.fields().values().stream()
                                .mapToInt(YamlDocument::height)
                                .max()
                                .orElse(0);
            case DocumentNode.Text ignored -> 0;
            case DocumentNode.Numeral ignored -> 0;
            case DocumentNode.Flag ignored -> 0;
            case DocumentNode.Nothing ignored -> 0;
        };
    }

    private Place problem(MarkedYAMLException e) {
        return Optional.ofNullable(e.getProblemMark()).map(this::place).orElse(new Place(source, 1, 1));
    }

    private Place place(Event event) {
        return place(event.getStartMark());
    }

    private Place place(Mark mark) {
        return new Place(source, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Place place(String text, int position) {
        var before = text.substring(0, Math.clamp(position, 0, text.length()));
        var lines = (int) before.chars().filter(c -> c == '\n').count();
        return new Place(source, lines + 1, before.length() - before.lastIndexOf('\n'));
    }

    /**
     * A value that aliases may repeat.
     *
     * @param size the number of values that it has, itself included
     * @param height the levels of objects and arrays in it
     */
    private record Anchored(DocumentNode node, int size, int height) {}
}
