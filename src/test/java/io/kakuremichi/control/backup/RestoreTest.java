package io.kakuremichi.control.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.kakuremichi.control.credential.SealedColumn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** A database made from an archive is the one that the archive was taken from, in a new history; or it is as it was. */
@Execution(CONCURRENT)
class RestoreTest {
    @TempDir
    static Path directory;

    private static TestServer server;
    private static TestServer.Database source;
    private static Path archive;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(directory.resolve("server"));
        source = server.filled("latest");
        archive = source.backUp(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyTableIsArchivedOrPassing() throws SQLException {
        var known = new ArrayList<>(Tables.ARCHIVED);
        known.addAll(Tables.NOT_ARCHIVED);

        assertThat(source.tables()).containsExactlyInAnyOrderElementsOf(known);
        assertThat(source.emptyColumns(Tables.ARCHIVED))
                .as("columns that Fixture gives no value")
                .isEmpty();
    }

    @Test
    void nothingCountsUpThatARestoreWouldHaveToSet() throws SQLException {
        assertThat(source.query(
                        "SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"))
                .isEmpty();
    }

    @Test
    void everyRowComesBackInANewHistoryWithNobodyOnline() throws Exception {
        var restored = server.empty();

        restored.restore(archive, false);

        var expected = source.content();
        var found = restored.content();
        Tables.NOT_ARCHIVED.forEach(
                table -> assertThat(found.get(table)).as(table).isEmpty());
        Tables.NOT_ARCHIVED.forEach(expected::remove);
        Tables.NOT_ARCHIVED.forEach(found::remove);
        var epoch = source.query("SELECT epoch FROM control_state").getFirst();
        var newEpoch = restored.query("SELECT epoch FROM control_state").getFirst();
        assertThat(newEpoch).isNotEqualTo(epoch);
        expected.computeIfPresent(
                Tables.STATE, (table, rows) -> List.of(rows.getFirst().replace(epoch, newEpoch)));
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void theSchemaIsWhatFlywayMakes() throws Exception {
        var restored = server.empty();

        restored.restore(archive, false);

        assertThat(restored.schema()).isEqualTo(source.schema());
        restored.migrate("latest");
        assertThat(restored.query("SELECT version FROM flyway_schema_history ORDER BY installed_rank"))
                .isEqualTo(source.query("SELECT version FROM flyway_schema_history ORDER BY installed_rank"));
    }

    @Test
    void anArchiveOfAnOlderSchemaIsMigratedByTheNextStart() throws Exception {
        var older = server.filled("2");
        var restored = server.empty();

        restored.restore(older.backUp(directory), false);
        restored.migrate("latest");

        assertThat(restored.schema()).isEqualTo(source.schema());
        var tunnels = "SELECT (id, domain, target, description, enabled)::text FROM tunnels";
        assertThat(restored.query(tunnels)).isNotEmpty().isEqualTo(older.query(tunnels));
    }

    @Test
    void dataThatAreThereAreOnlyReplacedByForce() throws Exception {
        var target = server.copyOf(source);
        target.execute("DELETE FROM tunnels", "UPDATE control_state SET revision = 9");
        var before = target.content();

        assertRefused(target, false, "--force");

        assertThat(target.content()).isEqualTo(before);
        target.restore(archive, true);
        assertThat(target.content().get("tunnels")).isEqualTo(source.content().get("tunnels"));
    }

    @Test
    void withoutTheLostKeyAllComesBackThatIsNotSealed() throws Exception {
        var restored = server.empty();

        try (var opened = Archive.open(archive, null);
                var connection = restored.connect()) {
            new ArchiveLoader(connection, opened, null).run(false, false);
        }

        for (var sealed : SealedColumn.values()) {
            assertThat(restored.query("SELECT count(%s) FROM %s".formatted(sealed.column(), sealed.table())))
                    .as(sealed.name())
                    .containsExactly("0");
        }
        assertThat(restored.query("SELECT count(seal_check) FROM control_state"))
                .containsExactly("0");
        assertThat(restored.content().get("tunnels")).isEqualTo(source.content().get("tunnels"));
        assertThat(restored.query("SELECT key_delivery FROM agents")).containsExactly("PENDING");
    }

    @Test
    void aSchemaThatANewerControlChangedIsKnown() throws Exception {
        var newer = server.copyOf(source);
        newer.execute(
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, installed_by,"
                        + " execution_time, success) VALUES (99, '99', 'later', 'SQL', 'db/migration/V99__later.sql', 'x', 1, true)");

        try (var ofNewer = Snapshot.of(newer.connect());
                var ofThis = Snapshot.of(source.connect())) {
            assertThat(ofNewer.isOfNewerControl()).isTrue();
            assertThat(ofThis.isOfNewerControl()).isFalse();
        }
    }

    @Test
    void everyMigrationIsInTheList() throws Exception {
        try (var files = Files.list(Path.of("src/main/resources/db/migration"))) {
            assertThat(Migrations.ALL)
                    .containsExactlyElementsOf(
                            files.map(file -> file.getFileName().toString())
                                    .sorted(Comparator.comparingInt(RestoreTest::number))
                                    .toList());
        }
    }

    private static int number(String migration) {
        return Integer.parseInt(migration.substring(1, migration.indexOf("__")));
    }

    @Test
    void whatTheNextStartMigratesIsKnown() throws Exception {
        var older = server.filled("3");
        try (var ofOlder = older.connect();
                var ofThis = source.connect();
                var ofNothing = server.empty().connect()) {
            var upgrade = PendingMigrations.of(ofOlder);
            assertThat(upgrade.isUpgrade()).isTrue();
            assertThat(upgrade.version()).isEqualTo("3");
            assertThat(upgrade.pending()).startsWith("V4__presence_in_place.sql");
            assertThat(PendingMigrations.of(ofThis).isUpgrade()).isFalse();
            assertThat(PendingMigrations.of(ofNothing).isUpgrade()).isFalse();
            assertThat(PendingMigrations.of(ofNothing).pending()).isEqualTo(Migrations.ALL);
        }
    }

    @Test
    void tablesOfOthersAreNeverDropped() throws Exception {
        var target = server.copyOf(source);
        target.execute("CREATE TABLE ledger (entry text)");

        assertRefused(target, true, "ledger");
    }

    @Test
    void aDatabaseThatAControlIsConnectedToIsLeftAlone() throws Exception {
        var target = server.copyOf(source);
        try (var control = target.connect();
                var statement = control.createStatement()) {
            statement.execute("SET application_name = 'kakuremichi-control feed'");

            assertRefused(target, true, "another Control is using the database");
        }
    }

    @Test
    void aDatabaseOnWhichAControlHasALeaseIsLeftAlone() throws Exception {
        var target = server.copyOf(source);
        target.execute("UPDATE replicas SET lease_until = now() + interval '10 minutes'");

        assertRefused(target, true, "another Control is using the database");
    }

    @Test
    void whatFailsInTheMiddleChangesNothing() throws Exception {
        var target = server.copyOf(source);
        var before = target.content();
        var forged = Forged.from(archive, manifest -> Forged.withRows(manifest, "audit", 2), directory);

        assertThatThrownBy(() -> target.restore(forged, true))
                .isInstanceOf(RestoreRefusedException.class)
                .hasMessageContaining("audit");

        assertThat(target.content()).isEqualTo(before);
    }

    private static void assertRefused(TestServer.Database target, boolean force, String why) throws Exception {
        var before = target.content();
        assertThatThrownBy(() -> target.restore(archive, force))
                .isInstanceOf(RestoreRefusedException.class)
                .hasMessageContaining(why);
        assertThat(target.content()).isEqualTo(before);
    }
}
