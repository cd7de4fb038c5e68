package io.kakuremichi.control.login;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.access.Credential;
import io.kakuremichi.control.access.Credential.ConsoleSession;
import io.kakuremichi.control.access.Credential.IssuerToken;
import io.kakuremichi.control.access.Credential.StaticToken;
import io.kakuremichi.control.access.Credential.StoredToken;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the credentials that are no longer valid. A stream of events ends with the credential of its caller.
 * Needs two statements, whatever their number. Blocks.
 */
@Singleton
public class EndedCredentials {
    private static final String TOKENS =
            "SELECT id::text FROM tokens WHERE id = ANY (?::uuid[]) AND (expires_at IS NULL OR expires_at > now())";

    private static final String SESSIONS =
            "SELECT id_hash FROM console_sessions WHERE id_hash = ANY (?) AND expires_at > now()";

    private final AgroalDataSource dataSource;

    EndedCredentials(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * The credentials among these that have expired or were revoked, and sessions that were ended.
     *
     * @throws SQLException if the database is not available; nothing is known about the credentials then
     */
    public Set<Credential> among(Collection<? extends Credential> credentials) throws SQLException {
        var tokens = valid(TOKENS, keys(credentials, StoredToken.class));
        var sessions = valid(SESSIONS, keys(credentials, ConsoleSession.class));
        return credentials.stream()
                .filter(credential -> switch (credential) {
                    case StaticToken _ -> false;
                    case StoredToken token -> !tokens.contains(token.id().toString());
                    case ConsoleSession session -> !sessions.contains(session.idHash());
                    case IssuerToken token ->
                        token.expiresAt() != null && !token.expiresAt().isAfter(Instant.now());
                })
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> keys(Collection<? extends Credential> credentials, Class<? extends Credential> kind) {
        return credentials.stream()
                .filter(kind::isInstance)
                .map(EndedCredentials::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String key(Credential credential) {
        return switch (credential) {
            case StoredToken token -> token.id().toString();
            case ConsoleSession session -> session.idHash();
            case StaticToken _ -> "";
            case IssuerToken _ -> "";
        };
    }

    private Set<String> valid(String sql, Set<String> keys) throws SQLException {
        if (keys.isEmpty()) {
            return Set.of();
        }
        var found = new HashSet<String>();
        try (var connection = dataSource.getConnection();
                var query = connection.prepareStatement(sql)) {
            query.setArray(1, connection.createArrayOf("text", keys.toArray()));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        return found;
    }
}
