package io.kakuremichi.control.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.database.AdvisoryLocks;
import io.kakuremichi.control.harness.ControlApi.Answer;
import io.kakuremichi.control.harness.ControlTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Applies beside each other and beside other changes, a large one, and the order in which clients receive their changes. */
@ControlTest
class AppliesAtOnceTest extends DeclaredStateTest {
    private static final int DOCUMENTS_AT_ONCE = 10;

    @Inject
    AgroalDataSource dataSource;

    @Test
    void appliesAtOnceGoOneAfterTheOther() {
        apply("", document("web:1")).expect(200);

        var answers = appliesAtOnce(8).stream().map(CompletableFuture::join).toList();

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers.stream().map(answer -> answer.json().path("revision").asLong()))
                .doesNotHaveDuplicates();
        assertThat(answers.stream()
                        .flatMap(answer -> answer.json().path("warnings").findValuesAsText("field").stream()))
                .isEmpty();
    }

    /** Each on a thread of its own: the common pool has one for each core. */
    private List<CompletableFuture<Answer>> appliesAtOnce(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> apply("", document("web:" + (100 + i))),
                        call -> Thread.ofVirtual().start(call)))
                .toList();
    }

    @Test
    void waitingAppliesHoldNoConnectionsAndTooManyAreRefusedAtOnce() throws SQLException {
        apply("", document("web:1")).expect(200);
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            var active = dataSource.getMetrics().activeCount();
            statement.execute("SELECT pg_advisory_lock(%s)".formatted(AdvisoryLocks.APPLIES));
            List<CompletableFuture<Answer>> waiting;
            try {
                waiting = appliesAtOnce(DOCUMENTS_AT_ONCE);
                await().atMost(Duration.ofSeconds(8))
                        .until(() -> apply("?dryRun=true", document("web:1")).status() == 503);

                var refused = apply("", document("web:1")).expect(503);

                assertThat(refused.header("Retry-After")).isEqualTo("5");
                assertThat(refused.errorCode()).isEqualTo("UNAVAILABLE");
                assertThat(dataSource.getMetrics().activeCount()).isLessThan(active + DOCUMENTS_AT_ONCE / 2);
                control.get("/api/agents?limit=1").expect(200);
            } finally {
                statement.execute("SELECT pg_advisory_unlock(%s)".formatted(AdvisoryLocks.APPLIES));
            }
            assertThat(waiting).allSatisfy(each -> each.join().expect(200));
        }
        apply("?dryRun=true", document("web:1")).expect(200);
    }

    @Test
    void changesOverRestAtTheSameTimeBreakNoApply() {
        apply("", document("web:1")).expect(200);
        var path =
                "/api/tunnels/" + find("tunnels", "domain", domain).path("id").asText();

        var rest = CompletableFuture.runAsync(
                () -> IntStream.range(0, 30).forEach(i -> control.patch(path, Map.of("description", "d" + i))
                        .expect(200)));
        var applies = IntStream.range(0, 15)
                .mapToObj(i -> apply("?prune=true", document("web:" + (i + 2))).status())
                .toList();
        rest.join();

        assertThat(applies).containsOnly(200);
    }

    @Test
    void connectedClientsReceiveTheChangesInOrder() {
        var connected = control.createAgent();
        var document = """
                manager: %s
                tunnels: [%s]
                """;
        var items = IntStream.range(0, 50)
                .mapToObj(i -> "{domain: n%02d.%s, agent: %s, target: 'a:1'}".formatted(i, domain, name(connected)))
                .toList();
        connected.connect().awaitConfig();

        apply("", document.formatted(manager, String.join(", ", items))).expect(200);

        connected.awaits("tunnel_create", data -> data.path("domain").asText().equals("n49." + domain));
        assertThat(connected.messages("tunnel_create"))
                .extracting(message -> message.at("/data/domain").asText())
                .isEqualTo(IntStream.range(0, 50)
                        .mapToObj(i -> "n%02d.%s".formatted(i, domain))
                        .toList());
        connected.close();
    }

    @Test
    void fiveThousandTunnelsAreAppliedWithinTenSeconds() {
        var count = 5_000;
        var document = new StringBuilder("manager: %s\nagents: [{name: %s}]\ntunnels:\n".formatted(manager, agent));
        IntStream.range(0, count)
                .forEach(i ->
                        document.append("  - {domain: n%04d.%s, agent: %s, target: 'a:1', description: Number %s}\n"
                                .formatted(i, domain, agent, i)));
        var gateway = control.createGateway();
        gateway.connect().awaitConfig();
        var start = Instant.now();

        var applied = apply("", document.toString()).expect(200);

        var took = Duration.between(start, Instant.now());
        assertThat(counts(applied.json())).isEqualTo("5001/0/0/0");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> gateway.tunnels().values().stream()
                                .filter(tunnel -> tunnel.path("domain").asText().endsWith(domain))
                                .count()
                        == count);
        assertThat(gateway.messages("tunnel_create").stream()
                        .map(message -> message.at("/data/domain").asText())
                        .filter(name -> name.endsWith(domain)))
                .isSorted();
        gateway.close();
        control.delete("/api/gateways/" + gateway.id());
        assertThat(took).isLessThan(Duration.ofSeconds(10));
        assertThat(counts(apply("?prune=true", document.toString()).json())).isEqualTo("0/0/0/5001");
    }
}
