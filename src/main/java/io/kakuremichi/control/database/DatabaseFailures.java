package io.kakuremichi.control.database;

import java.sql.SQLException;
import java.util.Set;

/** Classifies failures of the database by PostgreSQL's error codes. */
public final class DatabaseFailures {
    /** Connection, operator intervention, insufficient resources, transaction rollback: classes of PostgreSQL's error codes. */
    private static final Set<String> TEMPORARY_CLASSES = Set.of("08", "57", "53", "40");

    /** The error code of a write to a standby, or to a primary that is set to read only. */
    public static final String READ_ONLY_TRANSACTION = "25006";

    /** A cancelled statement has the class of interventions, but one that took too long may do so again. */
    private static final String CANCELLED = "57014";

    /**
     * Wrong data of a row: cardinality, data exception, integrity constraint, program limit, by classes of PostgreSQL's error codes.
     */
    private static final Set<String> ROW_CLASSES = Set.of("21", "22", "23", "54");

    private DatabaseFailures() {}

    /** Whether the failure is caused by the data of a row, so that a statement without that row may succeed. */
    public static boolean isOfRow(SQLException e) {
        var state = e.getSQLState();
        return state != null && ROW_CLASSES.contains(state.substring(0, 2));
    }

    /** Whether a later attempt may succeed: the database is unreachable, busy, or read only at the moment. */
    public static boolean isTemporary(SQLException e) {
        var state = e.getSQLState();
        // Failures of the pool itself, such as no free connection in time, have no state.
        return state == null
                || isReadOnly(e)
                || TEMPORARY_CLASSES.contains(state.substring(0, 2)) && !state.equals(CANCELLED);
    }

    /** Whether the failure, or one of its causes, is a temporary failure of the database. */
    public static boolean isTemporary(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                return isTemporary(e);
            }
        }
        return false;
    }

    /** Whether the server accepts no writes: a standby, or a primary that is set to read only. */
    public static boolean isReadOnly(SQLException e) {
        return READ_ONLY_TRANSACTION.equals(e.getSQLState());
    }
}
