package io.kakuremichi.control.database;

import java.sql.SQLException;
import java.util.Set;

/** What failures of the database mean. */
public final class Databases {
    /** Connection, operator intervention, insufficient resources, transaction rollback: classes of PostgreSQL's error codes. */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "57", "53", "40");

    /** What a write answers on a standby, and on a server that was told to take none. */
    public static final String READ_ONLY_TRANSACTION = "25006";

    /** A statement that was cancelled, for taking too long say, is of the class of interventions but may fail again. */
    private static final String CANCELLED = "57014";

    private Databases() {}

    /** Whether the same may well work later: the database is away, busy, or a standby for the moment. */
    public static boolean isAway(SQLException e) {
        var state = e.getSQLState();
        // The pool's own failures, no connection to be had in time, come without a state.
        return state == null
                || isReadOnly(e)
                || PASSING_CLASSES.contains(state.substring(0, 2)) && !state.equals(CANCELLED);
    }

    /** The same for a failure that may have one of the database's behind it. */
    public static boolean isAway(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                return isAway(e);
            }
        }
        return false;
    }

    /** Whether the server takes no writes: a standby, or a primary that was told so. */
    public static boolean isReadOnly(SQLException e) {
        return READ_ONLY_TRANSACTION.equals(e.getSQLState());
    }
}
