package io.kakuremichi.control.sealing;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.credential.DatabaseSeal;
import io.kakuremichi.control.credential.KeyRing;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Checks at the start that the key ring belongs to the database, with a value that is sealed for this purpose. Then
 * reseals everything under the newest key in the background. Replicas may do this concurrently: a row is replaced only
 * if it has not changed since it was read.
 */
@Singleton
class SealCheck {
    private static final Logger LOG = Logger.getLogger(SealCheck.class);

    private final AgroalDataSource dataSource;
    private final KeyRing keys;

    SealCheck(AgroalDataSource dataSource, KeyRing keys) {
        this.dataSource = dataSource;
        this.keys = keys;
    }

    /** Before every observer that reads or writes secrets. */
    void start(@Observes @Priority(10) StartupEvent event) throws SQLException {
        check();
        Thread.ofVirtual().name("reseal").start(this::resealAll);
    }

    private void check() throws SQLException {
        try (var connection = dataSource.getConnection();
                var first = connection.prepareStatement(
                        "UPDATE control_state SET seal_check = ? WHERE seal_check IS NULL")) {
            first.setString(1, DatabaseSeal.of(keys));
            first.executeUpdate();
            DatabaseSeal.check(connection, keys);
        } catch (KeyRing.SealBrokenException e) {
            throw new ConfigurationException(
                    "KAKUREMICHI_ENCRYPTION_KEY is not the key of this database (" + e.getMessage() + ")");
        }
    }

    private void resealAll() {
        try {
            reseal(Instant.MAX);
        } catch (SQLException e) {
            LOG.warnf("Secrets were not resealed under the newest key, the next start tries again: %s", e.getMessage());
        }
    }

    /**
     * Reseals every secret under the newest key until the deadline, and logs the completion.
     *
     * @throws SQLException finished batches stay committed
     */
    Resealing.Result reseal(Instant deadline) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            var result = new Resealing(connection, keys, deadline).run();
            if (result.failed() > 0) {
                LOG.errorf("%s sealed values cannot be opened; old encryption keys are still needed", result.failed());
            } else if (result.complete() && resealCheckValue(connection) + result.changed() > 0) {
                LOG.infof("All secrets are sealed under the key %s, %s were resealed", keys.newest(), result.changed());
            }
            return result;
        }
    }

    /** Reseals the check value last: once it is resealed, a start without the old keys succeeds. */
    private int resealCheckValue(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(
                "UPDATE control_state SET seal_check = ? WHERE NOT starts_with(seal_check, ?)")) {
            statement.setString(1, DatabaseSeal.of(keys));
            statement.setString(2, keys.newestPrefix());
            return statement.executeUpdate();
        }
    }

    /** The id of the key that seals. */
    String newestKey() {
        return keys.newest();
    }
}
