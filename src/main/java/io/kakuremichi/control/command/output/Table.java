package io.kakuremichi.control.command.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A table with aligned columns below a header. */
record Table(List<Column> columns, boolean colours) {
    private static final String GAP = "  ";
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";

    List<String> lines(JsonNode items) {
        var rows = new ArrayList<List<String>>();
        rows.add(columns.stream().map(Column::title).toList());
        items.forEach(item -> rows.add(
                columns.stream().map(column -> column.text().apply(item)).toList()));
        var widths = new int[columns.size()];
        for (var row : rows) {
            for (var i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        var lines = new ArrayList<String>();
        rows.forEach(row -> lines.add(line(row, widths)));
        if (colours) {
            lines.set(0, BOLD + lines.getFirst() + PLAIN);
        }
        return lines;
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (var i = 0; i < widths.length; i++) {
            line.append(row.get(i))
                    .append(" ".repeat(widths[i] - length(row.get(i))))
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
