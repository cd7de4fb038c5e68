package io.kakuremichi.control.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.credential.KeyRing;
import io.kakuremichi.control.credential.SealedColumn;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestDatabase;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new key in front of the tests' one, in a transaction that is rolled back: other tests use the same database. */
@ControlTest
class ResealingTest {
    private final KeyRing keys = KeyRing.parse("new:" + KeyRing.newKey().value() + "," + TestDatabase.ENCRYPTION_KEY);

    @Inject
    AgroalDataSource dataSource;

    private Connection connection;
    private UUID agent;

    @BeforeEach
    void begin() throws SQLException {
        agent = ControlApi.ofTest().createAgent().id();
        connection = dataSource.getConnection();
        connection.setAutoCommit(false);
    }

    @AfterEach
    void rollBack() throws SQLException {
        connection.rollback();
        connection.close();
    }

    @Test
    void bringsEverythingUnderTheNewKey() throws SQLException {
        var result = new Resealing(connection, keys, Instant.MAX).run();

        assertThat(result.complete()).isTrue();
        assertThat(result.changed()).isPositive();
        assertThat(storedKey()).startsWith("v1.new.");
        assertThat(keys.open(storedKey(), SealedColumn.AGENT_KEY.of(agent)).value())
                .isNotBlank();
        assertThat(new Resealing(connection, keys, Instant.MAX).run().changed()).isZero();
    }

    @Test
    void countsWhatItCantOpenAndLeavesIt() throws SQLException {
        var healthy = new Resealing(connection, keys, Instant.MAX).run();
        store("v1.lost.AAAA");

        var result = new Resealing(connection, keys, Instant.MAX).run();

        assertThat(result.failed()).isEqualTo(healthy.failed() + 1);
        assertThat(storedKey()).isEqualTo("v1.lost.AAAA");
    }

    @Test
    void beginsNoOtherBatchAfterTheDeadline() throws SQLException {
        var result = new Resealing(connection, keys, Instant.MIN).run();

        assertThat(result.complete()).isFalse();
        assertThat(new Resealing(connection, keys, Instant.MAX).run().complete())
                .isTrue();
    }

    private String storedKey() throws SQLException {
        try (var read = connection.prepareStatement("SELECT wireguard_private_key FROM agents WHERE id = ?")) {
            read.setObject(1, agent);
            try (var row = read.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private void store(String sealed) throws SQLException {
        try (var write = connection.prepareStatement("UPDATE agents SET wireguard_private_key = ? WHERE id = ?")) {
            write.setString(1, sealed);
            write.setObject(2, agent);
            write.executeUpdate();
        }
    }
}
