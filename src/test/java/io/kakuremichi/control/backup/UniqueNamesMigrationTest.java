package io.kakuremichi.control.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.change.GatewayFacts;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** Version 7 of the schema makes names unique that were not. */
@Execution(CONCURRENT)
class UniqueNamesMigrationTest {
    private static final String LONG = "x".repeat(64);

    @TempDir
    static Path directory;

    private static TestServer server;

    private TestServer.Database database;

    @BeforeAll
    static void startServer() throws SQLException {
        server = new TestServer(directory);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void createDatabaseOfVersion6() throws SQLException {
        database = server.filled("6");
        database.execute("DELETE FROM agents", "DELETE FROM gateways");
    }

    @Test
    void oldestKeepsItsNameAndOthersGetFreeNumbers() throws SQLException {
        agents("third", "a", "2026-01-03", "first", "a", "2026-01-01", "second", "a", "2026-01-02");
        agents("other", "a-2", "2026-01-04", "lone", "b", "2026-01-05");

        database.migrate("7");

        assertThat(names("agents")).containsExactly("first a", "second a-3", "third a-4", "other a-2", "lone b");
    }

    @Test
    void longNamesAreShortened() throws SQLException {
        for (var i = 1; i <= 11; i++) {
            agents("agent-" + i, LONG, "2026-01-%02d".formatted(i));
        }
        agents("other", "x".repeat(62) + "-2", "2026-01-12");

        database.migrate("7");

        assertThat(names("agents"))
                .contains("agent-1 " + LONG, "agent-2 " + "x".repeat(62) + "-3", "agent-9 " + "x".repeat(61) + "-10")
                .hasSize(12)
                .doesNotHaveDuplicates();
    }

    @Test
    void gatewaysAndAgentsMayShareAName() throws SQLException {
        agents("agent", "a", "2026-01-01");
        gateways("one", "a", "2026-01-01", "two", "a", "2026-01-02");

        database.migrate("7");

        assertThat(names("agents")).containsExactly("agent a");
        assertThat(names("gateways")).containsExactly("one a", "two a-2");
    }

    @Test
    void eachNewNameIsAChangeAndANewVersion() throws Exception {
        agents("first", "a", "2026-01-01", "second", "a", "2026-01-02");
        gateways("one", "edge", "2026-01-01", "two", "edge", "2026-01-02");

        database.migrate("7");

        assertThat(database.query("SELECT revision FROM control_state")).containsExactly("5");
        assertThat(changes())
                .containsExactly(
                        new Change.AgentUpdated(new AgentFacts(
                                id("second"), "a-2", hash("second"), "subnet-second", "ip-second", "key-second")),
                        new Change.GatewayUpdated(new GatewayFacts(
                                id("two"), "edge-2", hash("two"), hostNumber("two"), null, "key-two")));
        assertThat(database.query("SELECT api_key_prefix || ' ' || version FROM agents ORDER BY created_at"))
                .containsExactly("first 0", "second 1");
    }

    @Test
    void withoutDuplicatesNothingChanges() throws SQLException {
        agents("first", "a", "2026-01-01");
        gateways("one", "a", "2026-01-01");
        var before = database.content();

        database.migrate("7");

        var after = database.content();
        assertThat(after.remove("flyway_schema_history")).isNotEqualTo(before.remove("flyway_schema_history"));
        assertThat(after).isEqualTo(before);
    }

    private List<Change> changes() throws Exception {
        var json = JsonMapper.builder().build().readerFor(Change.class);
        return json.<Change>readValues(String.join(
                        "\n", database.query("SELECT change FROM change_log WHERE revision > 3 ORDER BY revision")))
                .readAll();
    }

    private List<String> names(String table) throws SQLException {
        return database.query("SELECT api_key_prefix || ' ' || name FROM %s ORDER BY created_at".formatted(table));
    }

    /** Takes a key, a name and a day for each agent; the key makes all other values. */
    private void agents(String... each) throws SQLException {
        for (var i = 0; i < each.length; i += 3) {
            database.execute(
                    """
                    INSERT INTO agents VALUES ('%s', 0, '%s', now(), '%s', '{}', '%s', '%s', %d, 'subnet-%5$s', 'ip-%5$s', 'key-%5$s',
                        NULL, NULL, NULL, 'OWN', false, now())
                    """.formatted(id(each[i]), each[i + 2], each[i + 1], hash(each[i]), each[i], hostNumber(each[i])));
        }
    }

    private void gateways(String... each) throws SQLException {
        for (var i = 0; i < each.length; i += 3) {
            database.execute(
                    """
                    INSERT INTO gateways VALUES ('%s', 0, '%s', now(), '%s', '{}', NULL, NULL, '%s', '%s', %d, %6$d, 'key-%5$s',
                        NULL, NULL, NULL, 'OWN', false, now())
                    """.formatted(id(each[i]), each[i + 2], each[i + 1], hash(each[i]), each[i], hostNumber(each[i])));
        }
    }

    private static UUID id(String key) {
        return UUID.nameUUIDFromBytes(key.getBytes(UTF_8));
    }

    private static String hash(String key) {
        return "0".repeat(64 - key.length()) + key;
    }

    private static int hostNumber(String key) {
        return 1_000 + Math.floorMod(key.hashCode(), 1_000_000);
    }
}
