package io.kakuremichi.control.declared;

import io.kakuremichi.control.document.DocumentFault;
import io.kakuremichi.control.document.DocumentNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The faults of one document; beyond a number of them, further ones are only counted. */
final class FaultList {
    private static final int MAX = 1_000;
    private static final int MAX_VALUE = 100;

    private final List<DocumentFault> faults = new ArrayList<>();
    private int total;

    /** Adds a fault with the value at fault. */
    void add(String path, String message, DocumentNode node) {
        add(new DocumentFault(path, message, value(node), node.place()));
    }

    /** Adds a fault of a value that is missing or not to be shown. */
    void addWithoutValue(String path, String message, DocumentNode at) {
        add(new DocumentFault(path, message, null, at.place()));
    }

    void add(DocumentFault fault) {
        total++;
        if (faults.size() < MAX) {
            faults.add(fault);
        }
    }

    boolean isEmpty() {
        return total == 0;
    }

    /** @throws DocumentRefusedException if there is a fault */
    void check() {
        if (total > 0) {
            throw new DocumentRefusedException(List.copyOf(faults), total);
        }
    }

    /** Scalars only: an object or a list is seen at its place. */
    private static @Nullable String value(DocumentNode node) {
        var value =
                switch (node) {
                    case DocumentNode.Text text -> JsonText.of(text.value());
                    case DocumentNode.Numeral number -> number.digits();
                    case DocumentNode.Flag flag -> String.valueOf(flag.value());
                    case DocumentNode.Nothing ignored -> "null";
                    case DocumentNode.Sequence ignored -> null;
                    case DocumentNode.Mapping ignored -> null;
                };
        return value == null || value.length() <= MAX_VALUE ? value : value.substring(0, MAX_VALUE) + "…";
    }
}
