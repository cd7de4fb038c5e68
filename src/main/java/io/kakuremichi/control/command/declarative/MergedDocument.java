package io.kakuremichi.control.command.declarative;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.command.output.TextEncoding;
import io.kakuremichi.control.document.DocumentFault;
import io.kakuremichi.control.document.DocumentNode;
import io.kakuremichi.control.document.DocumentNode.Mapping;
import io.kakuremichi.control.document.DocumentNode.Nothing;
import io.kakuremichi.control.document.DocumentNode.Sequence;
import io.kakuremichi.control.document.NodeJson;
import io.kakuremichi.control.document.ParsedDocument;
import io.kakuremichi.control.document.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one or several files as one: their lists are joined in the order of the files. Faults of the form are found here, all
 * others by Control.
 */
final class MergedDocument {
    private static final String MANAGER = "manager";

    /** The path of an object in the message of a fault of another one. */
    private static final Pattern OTHER = Pattern.compile("\\b(?:agents|gateways|tunnels)\\[\\d+]");

    private static final Pattern STEP = Pattern.compile("\\[(\\d+)]|([^.\\[]+)");

    private final Map<String, DocumentNode> fields = new LinkedHashMap<>();
    private final List<DocumentFault> faults = new ArrayList<>();
    private boolean isReadable = true;

    void add(ParsedDocument document) {
        faults.addAll(document.faults());
        if (!(document.root() instanceof Mapping mapping)) {
            fault("", "the document must be an object", document.root());
            isReadable = false;
            return;
        }
        mapping.fields().forEach(this::add);
    }

    /** Adds a file that cannot be read as a document. */
    void addUnreadable(DocumentFault fault) {
        faults.add(fault);
        isReadable = false;
    }

    /** Whether all files were read. If not, faults that Control finds in the rest may be consequences. */
    boolean isReadable() {
        return isReadable;
    }

    boolean hasFaults() {
        return !faults.isEmpty();
    }

    private void add(String field, DocumentNode value) {
        switch (fields.get(field)) {
            case null -> fields.put(field, value);
            case Nothing nothing -> fields.put(field, value);
            case Sequence first when value instanceof Sequence second -> fields.put(field, joined(first, second));
            case DocumentNode first when value instanceof Nothing -> fields.put(field, first);
            case DocumentNode first
            when field.equals(MANAGER) -> {
                if (!NodeJson.write(first).equals(NodeJson.write(value))) {
                    fault(field, "differs from the one in " + first.place(), value);
                }
            }
            case DocumentNode first -> fault(field, "is also given in " + first.place(), value);
        }
    }

    private static Sequence joined(Sequence first, Sequence second) {
        var items = new ArrayList<>(first.items());
        items.addAll(second.items());
        return new Sequence(items, first.place());
    }

    private void fault(String path, String message, DocumentNode at) {
        faults.add(new DocumentFault(path, message, null, at.place()));
    }

    /** The body of the call. */
    String json() {
        return NodeJson.write(new Mapping(new LinkedHashMap<>(fields), new Place("", 1, 1)));
    }

    /** The faults that were found here. */
    CommandFailure failure() {
        return failure(ownLines());
    }

    /** The faults that were found here, and then why Control was not asked for others. */
    CommandFailure failure(CommandFailure ofCall) {
        var lines = ownLines();
        lines.add(ofCall.words());
        return failure(lines);
    }

    private List<String> ownLines() {
        return faults.stream()
                .map(fault -> line(fault.path(), fault.message(), null, fault.place()))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** All faults, also those that Control found, each with its file, line and column. */
    CommandFailure refusal(JsonNode error) {
        var lines = ownLines();
        error.path("faults").forEach(fault -> {
            var found = find(fault.path("path").asText());
            // A value with a fault is sent as another one, in which Control may find a further fault.
            if (!isKnown(found)) {
                lines.add(line(
                        found.path,
                        withPlaces(fault.path("message").asText()),
                        fault.has("value") ? fault.path("value").asText() : null,
                        found.place));
            }
        });
        lines.add(
                faults.isEmpty()
                        ? error.path("message").asText()
                        : "The document has %s faults".formatted(lines.size()));
        return failure(lines);
    }

    private boolean isKnown(Found found) {
        return faults.stream()
                .anyMatch(fault -> fault.path().equals(found.path)
                        && fault.place() != null
                        && found.place != null
                        && fault.place().source().equals(found.place.source()));
    }

    /** Control counts the objects of all files, so that its paths need their places in a file. */
    private String withPlaces(String message) {
        return OTHER.matcher(message).replaceAll(other -> {
            var found = find(other.group());
            return Matcher.quoteReplacement(
                    found.place == null ? other.group() : "%s (%s)".formatted(found.path, found.place));
        });
    }

    private static CommandFailure failure(List<String> lines) {
        return new CommandFailure(
                ExitCode.REFUSED,
                String.join("\n", lines.stream().map(TextEncoding::printable).toList()));
    }

    private static String line(String path, String message, @Nullable String value, @Nullable Place place) {
        return (place == null ? "" : place + ": ")
                + (path.isEmpty() ? "" : path + " ")
                + DocumentFault.words(message, value);
    }

    /** The deepest value on the path, and the path within its file. */
    private Found find(String path) {
        DocumentNode node = null;
        var local = new StringBuilder();
        var steps = STEP.matcher(path);
        while (steps.find()) {
            var next = next(node, steps.group(1), steps.group(2));
            if (steps.group(1) != null && node instanceof Sequence sequence && next != null) {
                local.append('[').append(indexInFile(sequence, next)).append(']');
            } else {
                local.append(local.isEmpty() || steps.group(1) != null ? "" : ".")
                        .append(steps.group());
            }
            if (next == null) {
                local.append(path.substring(steps.end()));
                break;
            }
            node = next;
        }
        return new Found(local.toString(), node == null ? null : node.place());
    }

    private @Nullable DocumentNode next(@Nullable DocumentNode node, @Nullable String index, @Nullable String field) {
        if (index != null) {
            return node instanceof Sequence sequence
                            && index.length() < 8
                            && Integer.parseInt(index) < sequence.items().size()
                    ? sequence.items().get(Integer.parseInt(index))
                    : null;
        }
        var within = node == null
                ? fields
                : node instanceof Mapping mapping ? mapping.fields() : Map.<String, DocumentNode>of();
        return within.get(Objects.requireNonNull(field));
    }

    private static long indexInFile(Sequence sequence, DocumentNode item) {
        return sequence.items().stream()
                .takeWhile(each -> each != item)
                .filter(each -> each.place().source().equals(item.place().source()))
                .count();
    }

    private record Found(String path, @Nullable Place place) {}
}
