package io.kakuremichi.control.command.declarative;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.command.output.TextEncoding;
import io.kakuremichi.control.document.DocumentFault;
import io.kakuremichi.control.document.DocumentNode;
import io.kakuremichi.control.document.DocumentNode.Mapping;
import io.kakuremichi.control.document.DocumentNode.Sequence;
import io.kakuremichi.control.document.NodeJson;
import io.kakuremichi.control.document.ParsedDocument;
import io.kakuremichi.control.document.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The documents of one or several files as one: their lists are joined in the order of the files. */
final class MergedDocument {
    private static final String MANAGER = "manager";
    private static final Pattern STEP = Pattern.compile("\\[(\\d+)]|([^.\\[]+)");

    private final Map<String, DocumentNode> fields = new LinkedHashMap<>();
    private final List<DocumentFault> faults = new ArrayList<>();

    void add(ParsedDocument document) {
        faults.addAll(document.faults());
        if (!(document.root() instanceof Mapping mapping)) {
            fault("", "the document must be an object", document.root());
            return;
        }
        mapping.fields().forEach(this::add);
    }

    void add(DocumentFault fault) {
        faults.add(fault);
    }

    private void add(String field, DocumentNode value) {
        var before = fields.get(field);
        if (before == null || before instanceof DocumentNode.Nothing) {
            fields.put(field, value);
        } else if (value instanceof DocumentNode.Nothing) {
            return;
        } else if (before instanceof Sequence first && value instanceof Sequence second) {
            var joined = new ArrayList<>(first.items());
            joined.addAll(second.items());
            fields.put(field, new Sequence(joined, first.place()));
        } else if (!NodeJson.write(before).equals(NodeJson.write(value)) || !field.equals(MANAGER)) {
            fault(field, "differs from the one in " + before.place(), value);
        }
    }

    private void fault(String path, String message, DocumentNode at) {
        faults.add(new DocumentFault(path, message, null, at.place()));
    }

    /**
     * The body of the call.
     *
     * @throws CommandFailure if a file cannot be read as a document
     */
    String json() {
        if (!faults.isEmpty()) {
            throw failure(faults.stream()
                    .map(fault -> line(fault.path(), fault.message(), null, fault.place()))
                    .toList());
        }
        return NodeJson.write(new Mapping(new LinkedHashMap<>(fields), new Place("", 1, 1)));
    }

    /** The faults that Control found, each with its file, line and column. */
    CommandFailure refusal(JsonNode error) {
        var lines = new ArrayList<String>();
        error.path("faults").forEach(fault -> {
            var path = fault.path("path").asText();
            var found = find(path);
            lines.add(line(
                    found.path,
                    fault.path("message").asText(),
                    fault.has("value") ? fault.path("value").asText() : null,
                    found.place));
        });
        lines.add(error.path("message").asText());
        return failure(lines);
    }

    private static CommandFailure failure(List<String> lines) {
        return new CommandFailure(
                ExitCode.REFUSED,
                String.join("\n", lines.stream().map(TextEncoding::printable).toList()));
    }

    private static String line(String path, String message, @Nullable String value, @Nullable Place place) {
        return (place == null ? "" : place + ": ")
                + (path.isEmpty() ? "" : path + " ")
                + message
                + (value == null ? "" : ", not " + value);
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
