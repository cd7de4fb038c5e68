package io.kakuremichi.control.database;

import java.sql.SQLException;

/** The database is not suitable for Control and stays so until somebody changes it; the message is one sentence. */
public final class UnusableDatabaseException extends SQLException {
    private static final long serialVersionUID = 1L;

    /** An object of the database is not in the state that Control needs. */
    private static final String NOT_IN_PREREQUISITE_STATE = "55000";

    UnusableDatabaseException(String sentence) {
        super(sentence, NOT_IN_PREREQUISITE_STATE);
    }
}
