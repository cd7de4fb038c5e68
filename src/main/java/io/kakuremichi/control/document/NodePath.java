package io.kakuremichi.control.document;

import org.jspecify.annotations.Nullable;

/**
 * The path of a value, written only for a fault.
 *
 * @param parent null for the root
 * @param step the field, or the index in brackets
 */
record NodePath(@Nullable NodePath parent, String step) {
    static final NodePath ROOT = new NodePath(null, "");

    NodePath field(String name) {
        return new NodePath(this, name);
    }

    NodePath item(int index) {
        return new NodePath(this, "[" + index + "]");
    }

    @Override
    public String toString() {
        var above = parent == null ? "" : parent.toString();
        return above.isEmpty() || step.startsWith("[") ? above + step : above + "." + step;
    }
}
