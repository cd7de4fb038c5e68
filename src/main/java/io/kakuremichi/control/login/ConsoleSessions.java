package io.kakuremichi.control.login;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.access.AdminToken;
import io.kakuremichi.control.access.Caller;
import io.kakuremichi.control.access.Credential;
import io.kakuremichi.control.access.Credential.ConsoleSession;
import io.kakuremichi.control.access.Role;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.credential.SecretHash;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The table of sessions. Each call by cookie reads one row, so that a logout and a revoked token are effective on all replicas from the
 * commit on. All times are the database's, which replicas share. Takes part in the thread's transaction if there is one. Blocks.
 */
@Singleton
class ConsoleSessions {
    /** The longest life of a session. */
    static final Duration LONGEST = Duration.ofHours(12);

    /** Sessions of one token or subject; a further one ends the oldest. Logins at the same moment may exceed it until the next login. */
    static final int MOST = 20;

    private static final Logger LOG = Logger.getLogger(ConsoleSessions.class);
    private static final int ID_BYTES = 32;
    private static final String NO_SUCH_TOKEN = "23503";

    private static final String BEGIN = """
            INSERT INTO console_sessions (id_hash, token_id, admin_proof, subject, role, expires_at)
            VALUES (?, ?, ?, ?, ?, least(now() + ? * interval '1 second', ?))
            RETURNING expires_at, extract(epoch FROM expires_at - now())::bigint AS life
            """;

    private static final String END_OLDEST = """
            DELETE FROM console_sessions WHERE id_hash IN (
                SELECT id_hash FROM console_sessions
                WHERE token_id IS NOT DISTINCT FROM ?::uuid
                    AND (admin_proof IS NOT NULL) = ?
                    AND subject IS NOT DISTINCT FROM ?
                ORDER BY created_at DESC OFFSET ?)
            """;

    private static final String OWNER = """
            SELECT s.expires_at, s.admin_proof, s.subject, t.name, coalesce(t.role, s.role) AS role
            FROM console_sessions s LEFT JOIN tokens t ON t.id = s.token_id
            WHERE s.id_hash = ? AND s.expires_at > now() AND (t.expires_at IS NULL OR t.expires_at > now())
            """;

    private final AgroalDataSource dataSource;
    private final AdminToken adminToken;

    ConsoleSessions(AgroalDataSource dataSource, AdminToken adminToken) {
        this.dataSource = dataSource;
        this.adminToken = adminToken;
    }

    /**
     * Begins a session that ends with the caller's credential, at the latest after {@link #LONGEST}.
     *
     * @return empty if the caller's token was revoked meanwhile
     */
    Optional<Begun> begin(Caller caller) throws SQLException {
        var id = newId();
        var credential = caller.credential();
        var token = credential instanceof Credential.StoredToken stored ? stored.id() : null;
        var isAdminToken = credential instanceof Credential.StaticToken;
        var subject = credential instanceof Credential.IssuerToken ? caller.name() : null;
        try (var connection = dataSource.getConnection();
                var insert = connection.prepareStatement(BEGIN);
                var delete = connection.prepareStatement(END_OLDEST)) {
            insert.setString(1, id.hash().hex());
            insert.setObject(2, token);
            insert.setString(3, isAdminToken ? adminToken.boundTo(id).hex() : null);
            insert.setString(4, subject);
            insert.setString(
                    5,
                    subject == null
                            ? null
                            : Objects.requireNonNull(caller.role()).wireName());
            insert.setLong(6, LONGEST.toSeconds());
            insert.setObject(7, time(credential.expiresAt()));
            var begun = begun(id, caller, insert);
            delete.setObject(1, token);
            delete.setBoolean(2, isAdminToken);
            delete.setString(3, subject);
            delete.setInt(4, MOST);
            delete.executeUpdate();
            return Optional.of(begun);
        } catch (SQLException e) {
            if (NO_SUCH_TOKEN.equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Begun begun(Secret id, Caller caller, PreparedStatement insert) throws SQLException {
        try (var row = insert.executeQuery()) {
            row.next();
            var session = new ConsoleSession(id.hash().hex(), expiry(row));
            return new Begun(
                    id, new Caller(caller.name(), caller.role(), session), Duration.ofSeconds(row.getLong("life")));
        }
    }

    /**
     * The caller in the session, or empty if there is none or it has ended.
     *
     * @throws IllegalStateException caused by the {@link SQLException}, if the database is not available
     */
    Optional<Caller> caller(Secret id) {
        try (var connection = dataSource.getConnection();
                var query = connection.prepareStatement(OWNER)) {
            query.setString(1, id.hash().hex());
            try (var row = query.executeQuery()) {
                return row.next() ? caller(id, row) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the look-up of a session failed", e);
        }
    }

    private Optional<Caller> caller(Secret id, ResultSet row) throws SQLException {
        var session = new ConsoleSession(id.hash().hex(), expiry(row));
        var proof = row.getString("admin_proof");
        if (proof != null) {
            return new SecretHash(proof).matches(adminToken.boundTo(id))
                    ? Optional.of(Caller.staticAdmin(session))
                    : Optional.empty();
        }
        var subject = row.getString("subject");
        var name = subject == null ? row.getString("name") : subject;
        return Optional.of(new Caller(name, Role.named(row.getString("role")), session));
    }

    /** Ends a session. */
    void end(ConsoleSession session) throws SQLException {
        execute("DELETE FROM console_sessions WHERE id_hash = ?", session.idHash());
    }

    @Scheduled(every = "1h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void prune() {
        try {
            execute("DELETE FROM console_sessions WHERE expires_at <= now()", null);
        } catch (SQLException e) {
            LOG.debugf("Expired sessions of the console are deleted later: %s", e.getMessage());
        }
    }

    private void execute(String sql, @Nullable String parameter) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            if (parameter != null) {
                statement.setString(1, parameter);
            }
            statement.executeUpdate();
        }
    }

    /** 256 random bits. */
    private static Secret newId() {
        var bytes = new byte[ID_BYTES];
        // Created for each call: a static SecureRandom would be seeded when the native image is built.
        new SecureRandom().nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private static Instant expiry(ResultSet row) throws SQLException {
        return row.getObject("expires_at", OffsetDateTime.class).toInstant();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    /**
     * A session that began.
     *
     * @param id for the cookie
     * @param caller as each of its calls will have it
     */
    record Begun(Secret id, Caller caller, Duration life) {}
}
