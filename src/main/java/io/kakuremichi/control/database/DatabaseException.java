package io.kakuremichi.control.database;

import java.sql.SQLException;

/**
 * A statement failed. Unchecked, so that callers which know nothing of the database don't have to name JDBC's exception; whether a
 * later attempt may succeed is answered by {@link DatabaseFailures#isTemporary}.
 */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
