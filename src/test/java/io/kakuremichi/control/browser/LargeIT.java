package io.kakuremichi.control.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.ExternalDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console of a Control with 10,000 agents and as many tunnels. */
@BrowserTest
class LargeIT {
    /** Far above what it takes, for busy machines; a list that draws every row takes longer. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final int MOST_ROWS = 500;

    private static final String AGENTS = """
            INSERT INTO agents (id, version, created_at, updated_at, name, metadata, api_key_hash, api_key_prefix,
                                subnet_index, subnet, virtual_ip, wireguard_public_key, key_delivery, rotation_requested,
                                key_changed_at)
            SELECT gen_random_uuid(), 0, now(), now(), 'agent-' || lpad(n::text, 5, '0'), '{}',
                   encode(sha256(('a' || n)::bytea), 'hex'), 'agt_0000', n,
                   format('10.%s.%s.0/24', 1 + n % 254, n / 254), format('10.%s.%s.100', 1 + n % 254, n / 254),
                   encode(sha256(('k' || n)::bytea), 'base64'), 'CONFIRMED', false, now()
            FROM generate_series(0, 9999) n
            """;

    private static final String TUNNELS = """
            INSERT INTO tunnels (id, version, created_at, updated_at, agent_id, domain, target, enabled)
            SELECT gen_random_uuid(), 0, now(), now(), id, name || '.example', 'localhost:8080', true FROM agents
            """;

    @TempDir
    Path directory;

    @Test
    void tenThousandAgentsStaySmooth(Consoles consoles) throws Exception {
        try (var database = ExternalDatabase.start(directory.resolve("database"))) {
            Flyway.configure()
                    .dataSource(database.jdbcUrl(), database.username(), database.password())
                    .load()
                    .migrate();
            database.execute(AGENTS, TUNNELS, "ANALYZE");
            try (var proxy = database.proxy();
                    var control = database.replica("large", proxy)) {
                var console =
                        consoles.stranger(control.api().base(), options -> {}).loginByRest(ControlProcess.ADMIN_TOKEN);

                var overview = millisUntil(() -> {
                    console.open("");
                    assertThat(console.main().getByText("10,000").first()).isVisible();
                });
                var list = millisUntil(() -> {
                    console.open("agents");
                    assertThat(console.row("agent-").first()).isVisible();
                });
                var found = millisUntil(() -> {
                    console.search().fill("agent-07777");
                    assertThat(console.row("agent-07777")).isVisible();
                    assertThat(console.row("agent-")).hasCount(1);
                });

                console.search().fill("");
                assertThat(console.row("agent-").nth(1)).isVisible();
                // Control ends before the page does.
                console.watch().expectCut().expectStatus(503);
                Artefacts.write(
                        "large.txt",
                        List.of(
                                "milliseconds to the overview: " + overview,
                                "to the list: " + list,
                                "to one: " + found));
                assertThat(List.of(overview, list, found)).allMatch(millis -> millis < LIMIT.toMillis());
                assertThat(console.rows().count()).isLessThan(MOST_ROWS);
            }
        }
    }

    private static long millisUntil(Runnable action) {
        var start = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
