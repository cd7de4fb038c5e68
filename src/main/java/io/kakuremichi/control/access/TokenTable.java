package io.kakuremichi.control.access;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.credential.Secret;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Looks up stored tokens by hash, once for every call, so that a revocation is effective on all replicas from its
 * commit on. Times of use are written in batches; unwritten ones are lost with the process. In SQL: each call reads one
 * row before there is a transaction, and a batch is one statement about many rows.
 */
@Singleton
class TokenTable {
    private static final Logger LOG = Logger.getLogger(TokenTable.class);

    private static final String OWNER = """
            SELECT id, name, role, expires_at FROM tokens
            WHERE token_hash = ? AND (expires_at IS NULL OR expires_at > now())
            """;

    private static final String USED = """
            UPDATE tokens SET last_used_at = used.at FROM unnest(?::uuid[], ?::timestamptz[]) AS used (id, at)
            WHERE tokens.id = used.id AND (last_used_at IS NULL OR last_used_at < used.at)
            """;

    private final AgroalDataSource dataSource;
    private final Map<UUID, Instant> used = new ConcurrentHashMap<>();

    TokenTable(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * The owner, or empty if the token does not exist or is not valid.
     *
     * @throws IllegalStateException caused by the {@link SQLException}, if the database is not available
     */
    Optional<Caller> owner(Secret token) {
        try (var connection = dataSource.getConnection();
                var query = connection.prepareStatement(OWNER)) {
            query.setString(1, token.hash().hex());
            try (var rows = query.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                var id = rows.getObject("id", UUID.class);
                used.put(id, Instant.now());
                var expiresAt = rows.getObject("expires_at", OffsetDateTime.class);
                return Optional.of(new Caller(
                        rows.getString("name"),
                        Role.named(rows.getString("role")),
                        new Credential.StoredToken(id, expiresAt == null ? null : expiresAt.toInstant())));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the look-up of a token failed", e);
        }
    }

    @Scheduled(every = "30s", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void writeUse() {
        var batch = Map.copyOf(used);
        if (batch.isEmpty()) {
            return;
        }
        try (var connection = dataSource.getConnection()) {
            write(connection, batch);
            batch.forEach(used::remove);
        } catch (SQLException e) {
            LOG.debugf("Times of use of tokens are written later: %s", e.getMessage());
        }
    }

    private static void write(Connection connection, Map<UUID, Instant> batch) throws SQLException {
        var entries = batch.entrySet();
        try (var update = connection.prepareStatement(USED)) {
            update.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", entries.stream().map(Map.Entry::getKey).toArray()));
            update.setArray(
                    2,
                    connection.createArrayOf(
                            "timestamptz",
                            entries.stream()
                                    .map(entry -> entry.getValue()
                                            .atOffset(ZoneOffset.UTC)
                                            .toString())
                                    .toArray()));
            update.executeUpdate();
        }
    }
}
