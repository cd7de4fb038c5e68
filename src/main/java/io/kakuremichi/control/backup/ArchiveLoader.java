package io.kakuremichi.control.backup;

import io.kakuremichi.control.credential.DatabaseSeal;
import io.kakuremichi.control.credential.KeyRing;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Loads an archive into a database in one transaction: creates the tables with the archive's schema, fills them, and
 * starts a new epoch. DDL is transactional in PostgreSQL, so an interruption at any point leaves the database
 * unchanged.
 */
final class ArchiveLoader {
    private static final String TABLES = """
            SELECT c.relname FROM pg_class c
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') ORDER BY c.relname
            """;

    /**
     * Connections of running Controls with the same user; a Control that only lost its connection shows in the leases.
     */
    private static final String CONNECTED = """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'kakuremichi-control%'
            """;

    private static final String LEASES = "SELECT count(*) FROM replicas WHERE lease_until > now()";

    /**
     * Gateways obtain certificates again. A client with a rotation under way keeps its current key; a client that never
     * got its first key stays "pending" and needs a rotation. The next start seals under its own key.
     */
    private static final String[] WITHOUT_SECRETS = {
        "DELETE FROM certificates",
        forgetKeys("agents"),
        forgetKeys("gateways"),
        "UPDATE control_state SET seal_check = NULL"
    };

    private final Connection connection;
    private final Archive archive;
    private final @Nullable KeyRing keys;

    /** @param keys null if the encryption key is lost; sealed values are then left out */
    ArchiveLoader(Connection connection, Archive archive, @Nullable KeyRing keys) {
        this.connection = connection;
        this.archive = archive;
        this.keys = keys;
    }

    /**
     * Loads the archive, or changes nothing.
     *
     * @param force whether existing data of Control may be replaced
     * @param alone whether no other process can be using the database, so that existing leases are leftovers of a
     *     killed Control
     * @throws RestoreRefusedException if the database is in use or not empty
     */
    void run(boolean force, boolean alone) throws SQLException, IOException {
        connection.setAutoCommit(false);
        try {
            execute("SET LOCAL statement_timeout = 0", "SET LOCAL lock_timeout = '5s'");
            // The archive has ISO dates, whatever the server's default is.
            execute("SET LOCAL datestyle = 'ISO'", "SET LOCAL timezone = 'UTC'");
            var present = tables();
            if (!present.isEmpty()) {
                makeRoom(present, force, alone);
            }
            Migrations.run(connection, archive.manifest().migrations());
            load();
            beginHistory();
            if (keys == null) {
                execute(WITHOUT_SECRETS);
            } else {
                checkSeal(keys);
            }
            execute("ANALYZE " + String.join(", ", tables()));
            connection.commit();
        } catch (SQLException | IOException | RuntimeException e) {
            rollBack(e);
            throw e;
        }
    }

    /** A lost connection has already rolled back, and its failure is reported by the caller. */
    private void rollBack(Exception why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    private void makeRoom(List<String> present, boolean force, boolean alone) throws SQLException {
        if (!force) {
            throw new RestoreRefusedException(
                    "the database is not empty (it has %s tables); --force replaces Control's data"
                            .formatted(present.size()));
        }
        var foreign = new LinkedHashSet<>(present);
        Tables.ARCHIVED.forEach(foreign::remove);
        Tables.NOT_ARCHIVED.forEach(foreign::remove);
        archive.tables().forEach(table -> foreign.remove(table.name()));
        if (!foreign.isEmpty()) {
            throw new RestoreRefusedException(
                    "the database has tables that do not belong to Control: %s; restore into another database, or drop them"
                            .formatted(String.join(", ", foreign)));
        }
        var all = String.join(", ", present);
        refuseIfUsed(present, alone);
        // A Control that starts from here on waits, and then finds the restored data. One that started just before is
        // detected below.
        execute("LOCK TABLE " + all + " IN ACCESS EXCLUSIVE MODE");
        refuseIfUsed(present, alone);
        execute("DROP TABLE " + all);
    }

    private void refuseIfUsed(List<String> present, boolean alone) throws SQLException {
        if (number(CONNECTED) > 0 || !alone && present.contains("replicas") && number(LEASES) > 0) {
            throw new RestoreRefusedException(
                    "another Control is using the database; stop it, or wait 15 seconds if it was killed");
        }
    }

    private void load() throws SQLException, IOException {
        var made = tables();
        if (!archive.tables().stream()
                .map(Manifest.DumpedTable::name)
                .toList()
                .containsAll(made.stream().filter(Tables.ARCHIVED::contains).toList())) {
            throw new RestoreRefusedException("the backup lacks tables of its schema");
        }
        // Migrations insert rows into some tables.
        execute("TRUNCATE " + String.join(", ", made));
        var copies = connection.unwrap(PGConnection.class).getCopyAPI();
        for (var table : archive.tables()) {
            try (var rows = archive.copy(table)) {
                var loaded = copies.copyIn("COPY " + table.target() + " FROM STDIN", rows);
                if (loaded != table.rows()) {
                    throw new RestoreRefusedException("the backup has %s rows of %s, but its manifest states %s"
                            .formatted(loaded, table.name(), table.rows()));
                }
            }
        }
    }

    /** A new epoch: clients that were connected before the restore cannot resume. */
    private void beginHistory() throws SQLException {
        execute("UPDATE control_state SET epoch = gen_random_uuid()");
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT revision FROM control_state")) {
            if (!row.next() || row.getLong(1) != archive.manifest().revision()) {
                throw new RestoreRefusedException("the backup's revision does not match its manifest");
            }
        }
    }

    private void checkSeal(KeyRing keys) throws SQLException {
        try {
            DatabaseSeal.check(connection, keys);
        } catch (KeyRing.SealBrokenException e) {
            throw new RestoreRefusedException("KAKUREMICHI_ENCRYPTION_KEY is not the key of this backup's secrets", e);
        }
    }

    private static String forgetKeys(String table) {
        return """
                UPDATE %s SET wireguard_private_key = NULL, next_public_key = NULL, next_private_key = NULL,
                    key_delivery = CASE WHEN next_public_key IS NOT NULL AND wireguard_private_key IS NULL THEN 'CONFIRMED'
                                   ELSE key_delivery END
                """.formatted(table);
    }

    private List<String> tables() throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(TABLES)) {
            var names = new ArrayList<String>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    private long number(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
