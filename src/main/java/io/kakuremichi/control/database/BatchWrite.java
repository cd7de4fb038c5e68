package io.kakuremichi.control.database;

import java.sql.SQLException;
import java.util.List;

/**
 * Writes rows of many clients with few statements. If the database refuses the data of a row, the statement is halved until the row is
 * found: the others are written, and it costs two statements for each doubling of the batch.
 */
public final class BatchWrite {
    private BatchWrite() {}

    /**
     * Writes all rows that the database accepts.
     *
     * @param statement writes rows, all or none of them
     * @param refused gets each refused row, which is not tried again
     * @throws SQLException if the failure does not depend on a row; rows before it may have been written
     */
    public static <T> void execute(List<T> rows, Rows<T> statement, Refused<T> refused) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try {
            statement.write(rows);
        } catch (SQLException e) {
            if (!DatabaseFailures.isOfRow(e)) {
                throw e;
            }
            if (rows.size() == 1) {
                refused.accept(rows.getFirst(), e);
                return;
            }
            var middle = rows.size() / 2;
            execute(rows.subList(0, middle), statement, refused);
            execute(rows.subList(middle, rows.size()), statement, refused);
        }
    }

    /** A statement about many rows. */
    @FunctionalInterface
    public interface Rows<T> {
        /** Writes all of the rows, or none if it fails. */
        void write(List<T> rows) throws SQLException;
    }

    /** What happens to a row that the database refuses. */
    @FunctionalInterface
    public interface Refused<T> {
        /** Takes the row and the reason. */
        void accept(T row, SQLException reason);
    }
}
