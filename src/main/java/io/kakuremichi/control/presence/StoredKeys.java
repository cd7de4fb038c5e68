package io.kakuremichi.control.presence;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.SecretHash;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The hashes of clients' API keys in the database. Plain JDBC, because one statement checks many keys. */
@Singleton
class StoredKeys {
    private static final String KNOWN = """
            SELECT asked.type, asked.key_hash FROM unnest(?::text[], ?::text[]) AS asked (type, key_hash)
            WHERE asked.type = 'agent' AND EXISTS (SELECT FROM agents WHERE api_key_hash = asked.key_hash)
               OR asked.type = 'gateway' AND EXISTS (SELECT FROM gateways WHERE api_key_hash = asked.key_hash)
            """;

    private final AgroalDataSource dataSource;

    StoredKeys(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Returns those of the keys that belong to a client. Blocks; any thread. */
    Set<KeyLookup.Key> known(Collection<KeyLookup.Key> keys) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(KNOWN)) {
            statement.setArray(1, SqlArrays.column(connection, "text", keys, key -> key.type()
                    .wireName()));
            statement.setArray(2, SqlArrays.column(connection, "text", keys, key -> key.hash()
                    .hex()));
            try (var rows = statement.executeQuery()) {
                var known = new HashSet<KeyLookup.Key>();
                while (rows.next()) {
                    var type = ClientType.named(rows.getString("type")).orElseThrow();
                    known.add(new KeyLookup.Key(type, new SecretHash(rows.getString("key_hash"))));
                }
                return known;
            }
        }
    }
}
