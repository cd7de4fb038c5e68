package io.kakuremichi.control.document;

/**
 * Where a value begins.
 *
 * @param source the name of the file; empty for a document without one
 * @param line from 1
 * @param column from 1
 */
public record Place(String source, int line, int column) {
    @Override
    public String toString() {
        return source.isEmpty()
                ? "line %s, column %s".formatted(line, column)
                : "%s:%s:%s".formatted(source, line, column);
    }
}
