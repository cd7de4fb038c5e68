package io.kakuremichi.control.credential;

import java.sql.Connection;
import java.sql.SQLException;

/** A sealed check value that shows whether a key ring belongs to a database. */
public final class DatabaseSeal {
    private static final String CONTEXT = "control_state.seal_check";
    private static final Secret EXPECTED = new Secret("kakuremichi");

    private DatabaseSeal() {}

    /** Seals a check value under the newest key. */
    public static String of(KeyRing keys) {
        return keys.seal(EXPECTED, CONTEXT);
    }

    /**
     * Checks that the database's value, if it has one, was sealed under a key of the ring.
     *
     * @throws KeyRing.SealBrokenException if it was not
     */
    public static void check(Connection connection, KeyRing keys) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT seal_check FROM control_state WHERE seal_check IS NOT NULL")) {
            if (row.next()) {
                keys.open(row.getString(1), CONTEXT);
            }
        }
    }
}
