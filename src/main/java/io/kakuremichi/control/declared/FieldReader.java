package io.kakuremichi.control.declared;

import io.kakuremichi.control.document.DocumentNode;
import io.kakuremichi.control.document.DocumentNode.Mapping;
import jakarta.validation.Validator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one object of a document. An explicit null counts as absent. */
final class FieldReader {
    private final Mapping node;
    private final String path;
    private final Class<?> type;
    private final Validator validator;
    private final FaultList faults;

    /**
     * Reports fields that are not known.
     *
     * @param type the record whose constraints the values must satisfy
     */
    FieldReader(Mapping node, String path, Set<String> known, Class<?> type, Validator validator, FaultList faults) {
        this.node = node;
        this.path = path;
        this.type = type;
        this.validator = validator;
        this.faults = faults;
        node.fields().forEach((field, value) -> {
            if (!known.contains(field)) {
                // Without its value, which may be a secret in the wrong place.
                faults.addWithoutValue(path(field), "is not a known field", value);
            }
        });
    }

    /** The place of the object in the document. */
    String path() {
        return path;
    }

    String path(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    boolean isGiven(String field) {
        return node.fields().containsKey(field);
    }

    @Nullable DocumentNode value(String field) {
        var value = node.fields().get(field);
        return value instanceof DocumentNode.Nothing ? null : value;
    }

    void fault(String field, String message) {
        faults.add(path(field), message, node.fields().getOrDefault(field, node));
    }

    /** A text that satisfies the constraints of the field; null if it is absent or has a fault. */
    @Nullable String text(String field) {
        return switch (value(field)) {
            case null -> null;
            case DocumentNode.Text text -> checked(field, text.value());
            case DocumentNode value -> {
                faults.add(path(field), "must be a text", value);
                yield null;
            }
        };
    }

    private @Nullable String checked(String field, String text) {
        var violations = validator.validateValue(type, field, text);
        violations.forEach(violation -> fault(field, violation.getMessage()));
        return violations.isEmpty() ? text : null;
    }

    /** Like {@link #text}, and a fault if it is absent. */
    @Nullable String required(String field) {
        if (value(field) == null) {
            faults.addWithoutValue(path(field), "is required", node);
        }
        return text(field);
    }

    boolean flag(String field, boolean absent) {
        return switch (value(field)) {
            case null -> absent;
            case DocumentNode.Flag flag -> flag.value();
            case DocumentNode value -> {
                faults.add(path(field), "must be true or false", value);
                yield absent;
            }
        };
    }

    /** The objects of a list; those that are none are faults. */
    List<DocumentNode> items(String field) {
        return switch (value(field)) {
            case null -> List.of();
            case DocumentNode.Sequence sequence -> sequence.items();
            case DocumentNode value -> {
                faults.add(path(field), "must be a list", value);
                yield List.of();
            }
        };
    }
}
