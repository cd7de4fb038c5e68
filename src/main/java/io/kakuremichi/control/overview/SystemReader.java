package io.kakuremichi.control.overview;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.overview.SystemState.DatabaseKind;
import io.kakuremichi.control.overview.SystemState.DatabaseState;
import io.kakuremichi.control.presence.Replica;
import io.kakuremichi.control.version.BuildVersion;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Reads the state of the system. */
@Singleton
class SystemReader {
    private static final Duration LIFETIME = Duration.ofSeconds(1);

    private static final String FACTS = """
            SELECT now() AS at, epoch, revision, current_setting('server_version') AS version,
                   pg_database_size(current_database()) AS size, current_setting('server_encoding') AS encoding
            FROM control_state
            """;

    private final AgroalDataSource dataSource;
    private final ControlConfig config;
    private final Replica replica;
    private final ReplicaWatch replicas;
    private final BuildVersion version = BuildVersion.current();
    private final Recent<SystemState> system = new Recent<>(LIFETIME, this::readNow);
    private Instant startedAt = Instant.EPOCH;

    SystemReader(AgroalDataSource dataSource, ControlConfig config, Replica replica, ReplicaWatch replicas) {
        this.dataSource = dataSource;
        this.config = config;
        this.replica = replica;
        this.replicas = replicas;
    }

    void started(@Observes StartupEvent event) {
        startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    /** The state, at most a second old. Blocks. */
    SystemState read() {
        return system.get();
    }

    private SystemState readNow() throws SQLException {
        try (var connection = dataSource.getConnection()) {
            var states = replicas.states(connection);
            return Rows.one(
                    connection,
                    FACTS,
                    row -> new SystemState(
                            Rows.instant(row, "at"),
                            version,
                            replica.name(),
                            startedAt,
                            Duration.between(startedAt, Instant.now()).toSeconds(),
                            row.getObject("epoch", UUID.class),
                            row.getLong("revision"),
                            states,
                            new DatabaseState(
                                    config.database().embedded() ? DatabaseKind.EMBEDDED : DatabaseKind.EXTERNAL,
                                    row.getString("version"),
                                    row.getLong("size"),
                                    row.getString("encoding")),
                            ShownSettings.of(config)));
        }
    }
}
