package io.kakuremichi.control.original;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row of any table. SQLite lets a column hold a value of any type, and versions of the original differ in their columns. */
final class OriginalRow {
    private final Map<String, Object> values = new HashMap<>();

    OriginalRow(ResultSet row) throws SQLException {
        var columns = row.getMetaData();
        for (var i = 1; i <= columns.getColumnCount(); i++) {
            var value = row.getObject(i);
            if (value != null) {
                values.put(columns.getColumnName(i).toLowerCase(Locale.ROOT), value);
            }
        }
    }

    /** The value as text; null without a column or a value. */
    @Nullable String text(String column) {
        return switch (values.get(column)) {
            case null -> null;
            case byte[] bytes -> new String(bytes, UTF_8);
            case Object value -> value.toString();
        };
    }

    /** The value as a truth value; null without a column or a value, and for what is neither. */
    @Nullable Boolean flag(String column) {
        var text = text(column);
        return text == null
                ? null
                : switch (text.strip().toLowerCase(Locale.ROOT)) {
                    case "1", "1.0", "true" -> Boolean.TRUE;
                    case "0", "0.0", "false" -> Boolean.FALSE;
                    default -> null;
                };
    }
}
