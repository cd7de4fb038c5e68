package io.kakuremichi.control.presence;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Columns of many rows as one parameter each, for {@code unnest}. */
final class SqlArrays {
    private SqlArrays() {}

    /** One column, in the order of the rows. */
    static <T> Array column(
            Connection connection, String type, Collection<T> rows, Function<T, ? extends @Nullable Object> column)
            throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(column).toArray());
    }
}
