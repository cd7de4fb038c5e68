package io.kakuremichi.control.document;

import java.util.ArrayList;
import java.util.List;

/** What both forms have in common: the limits of a document, and the rules for its texts and keys. */
final class TreeBuilder {
    /** Metadata of an object may be 32 levels deep. */
    static final int MAX_DEPTH = 40;

    /** As many as other readers of JSON accept by default. */
    private static final int MAX_DIGITS = 1_000;

    private static final int MAX_NODES = 500_000;
    private static final int MAX_FAULTS = 1_000;

    private final List<DocumentFault> faults = new ArrayList<>();
    private int nodes;

    /** The number of values so far, repeated ones included. */
    int nodes() {
        return nodes;
    }

    ParsedDocument document(DocumentNode root) {
        return new ParsedDocument(root, List.copyOf(faults));
    }

    void count(int more, NodePath path, Place place) throws DocumentFaultException {
        nodes += more;
        if (nodes > MAX_NODES) {
            throw new DocumentFaultException(
                    path.toString(), "the document has more than %s values".formatted(MAX_NODES), place);
        }
    }

    void checkDepth(int depth, NodePath path, Place place) throws DocumentFaultException {
        if (depth > MAX_DEPTH) {
            throw new DocumentFaultException(
                    "", "the document is more than %s levels deep".formatted(MAX_DEPTH), place);
        }
    }

    /** A text of which each surrogate is half of a pair, so that it has a form in UTF-8. */
    DocumentNode.Text text(String value, NodePath path, Place place) {
        if (isUnicode(value)) {
            return new DocumentNode.Text(value, place);
        }
        fault(path, "must be Unicode text, without unpaired surrogates", place);
        return new DocumentNode.Text("", place);
    }

    /** A number, as it was written. */
    DocumentNode.Numeral number(String digits, NodePath path, Place place) {
        if (digits.length() <= MAX_DIGITS) {
            return new DocumentNode.Numeral(digits, place);
        }
        fault(path, "must be a number of at most %s characters".formatted(MAX_DIGITS), place);
        return new DocumentNode.Numeral("0", place);
    }

    void duplicate(NodePath path, Place place) {
        fault(path, "is given twice", place);
    }

    void fault(NodePath path, String message, Place place) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(new DocumentFault(path.toString(), message, null, place));
        }
    }

    static boolean isUnicode(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
