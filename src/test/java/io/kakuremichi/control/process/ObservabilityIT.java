package io.kakuremichi.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.ExternalDatabase;
import io.kakuremichi.control.harness.TcpProxy;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.observability.PromQl;
import io.kakuremichi.control.observability.Scrape;
import io.kakuremichi.control.observability.Shipped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a Control in production shows of itself, against what is documented, alerted on and drawn. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObservabilityIT {
    private static final String SECRET_QUERY = "agt_secretsecretsecretsecretsecretse";

    /** Labels that Prometheus adds, or that belong to histograms. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance", "le");

    @TempDir
    static Path directory;

    private ExternalDatabase database;
    private TcpProxy weather;
    private OtlpSink sink;
    private OtlpSink nobodys;
    private ControlProcess traced;
    private ControlProcess plain;
    private TestClient agent;

    @BeforeAll
    void start() throws Exception {
        sink = new OtlpSink();
        nobodys = new OtlpSink();
        database = ExternalDatabase.start(directory.resolve("database"));
        weather = database.proxy();
        plain = database.replica("plain", weather, exportingTo(nobodys));
        var settings = new HashMap<>(exportingTo(sink));
        settings.put("OTEL_SDK_DISABLED", "false");
        settings.put("KAKUREMICHI_LOG_FORMAT", "text");
        traced = database.replica("traced", weather, settings);
        scenario();
    }

    private static Map<String, String> exportingTo(OtlpSink sink) {
        return Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", sink.endpoint(),
                "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "100ms");
    }

    private void scenario() {
        var api = traced.api();
        agent = api.createAgent();
        agent.at(plain.api()).openWith("ack").awaitConfig();
        agent.connect();
        api.createGateway().openWithBearer().awaitConfig();
        api.createTunnel(ControlApi.uniqueDomain(), agent);
        agent.awaits("tunnel_create");
        for (var base : new ControlApi[] {api, plain.api()}) {
            agent.at(base)
                    .withKey(SECRET_QUERY)
                    .open("/ws?type=agent&apiKey=" + SECRET_QUERY)
                    .auth()
                    .awaitsClose();
            base.get("/api/agents?apiKey=" + SECRET_QUERY);
            base.get("/nowhere?apiKey=" + SECRET_QUERY).expect(404);
            base.withToken("wrong-token-of-somebody").get("/api/agents").expect(401);
        }
    }

    @AfterAll
    void stop() throws Exception {
        traced.close();
        plain.close();
        weather.close();
        database.close();
        sink.close();
        nobodys.close();
    }

    @Test
    void whatIsScrapedIsWhatIsDocumented() throws Exception {
        var scraped = new TreeSet<String>();
        var documented = Shipped.metrics();
        for (var name : scrape(plain).names()) {
            if (name.startsWith("kakuremichi_")) {
                var base = name.replaceFirst("_(bucket|count|sum|max)$", "");
                var histogram = documented.get(base);
                scraped.add(histogram != null && histogram.type().equals("histogram") ? base : name);
            }
        }

        assertThat(scraped).isEqualTo(new TreeSet<>(documented.keySet()));
    }

    @Test
    void labelsHaveTheDocumentedValuesAndNoOthers() throws Exception {
        var scrape = scrape(plain);
        for (var metric : Shipped.metrics().entrySet()) {
            var labels = scrape.labels(metric.getKey());
            if (labels.containsKey("version")) {
                labels.put("version", Set.of("any"));
            }
            assertThat(labels).as(metric.getKey()).isEqualTo(metric.getValue().labels());
        }
    }

    @Test
    void callsAreToldApartByPatternNotById() {
        plain.api().get("/api/agents/" + agent.id()).expect(200);

        assertThat(scrape(plain).labels("http_server_requests_seconds_count").get("uri"))
                .contains("/api/agents/{id}", "NOT_FOUND")
                .noneMatch(uri -> uri.contains(agent.id().toString()) || uri.contains("?"));
    }

    @Test
    void alertsAndDashboardNameOnlyWhatIsScraped() {
        var scrape = scrape(plain);
        for (var expression : Shipped.expressions()) {
            var parsed = PromQl.parse(expression);
            assertThat(parsed.selectors()).as(expression).isNotEmpty();
            var known = new TreeSet<>(OF_PROMETHEUS);
            for (var selector : parsed.selectors()) {
                if (selector.metric().equals("up")) {
                    continue;
                }
                var labels = scrape.labels(selector.metric());
                known.addAll(labels.keySet());
                assertThat(scrape.names()).as(expression).contains(selector.metric());
                selector.labels().forEach((label, matcher) -> {
                    if (!OF_PROMETHEUS.contains(label)) {
                        assertThat(labels).as(expression).containsKey(label);
                        if (selector.metric().startsWith("kakuremichi_")) {
                            assertThat(labels.get(label)).as(expression).contains(matcher.value());
                        }
                    }
                });
            }
            assertThat(known).as(expression).containsAll(parsed.grouping());
        }
    }

    @Test
    void everyLineOfTheLogIsAnObjectWithTheFixedKeys() {
        var lines = plain.log().lines().map(ControlApi::json).toList();

        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line.path("message").asText()).isNotEmpty();
            assertThat(line.path("level").asText()).isNotEmpty();
            assertThat(line.path("timestamp").asText()).isNotEmpty();
            assertThat(line.path("mdc").path("replica").asText()).isEqualTo("plain");
        });
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.path("message").asText()).startsWith("Client connected");
            assertThat(line.path("mdc").path("client").asText())
                    .isEqualTo(agent.id().toString());
            assertThat(line.path("mdc").path("sessionId").asText()).hasSize(36);
            assertThat(line.path("mdc").path("revision").asLong()).isPositive();
        });
    }

    @Test
    void theLogIsForPeopleWhenThatIsSaid() {
        assertThat(traced.log())
                .contains("Client connected client=" + agent.id())
                .doesNotContain("{\"timestamp\"");
    }

    @Test
    void aCallAndWhatBecameOfItAreTraced() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(sink.text())
                .contains(
                        "/v1/traces",
                        "POST /api/tunnels",
                        "append to the change log",
                        "apply changes",
                        "fan-out",
                        "kakuremichi.revision",
                        "/nowhere"));
    }

    @Test
    void noKeyIsInASpanNorAnyUpgrade() {
        traced.api().get("/api/last-call?apiKey=" + SECRET_QUERY).expect(404);

        await().atMost(Duration.ofSeconds(20)).until(() -> sink.text().contains("/api/last-call"));
        assertThat(sink.text())
                .contains("url.query")
                .doesNotContain(SECRET_QUERY, agent.apiKey(), ControlProcess.ADMIN_TOKEN, "/ws", "type=agent");
    }

    @Test
    void tracingThatIsOffConnectsNowhere() {
        assertThat(nobodys.text()).isEmpty();
    }

    @Test
    void metricsMoveWhileTheDatabaseIsAway() {
        weather.cut();
        try {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                var scrape = scrape(plain);
                assertThat(scrape.value("kakuremichi_feed_connected")).isZero();
                assertThat(scrape.value("kakuremichi_feed_failures_total", "reason=database"))
                        .isPositive();
                assertThat(scrape.value("kakuremichi_presence_writable")).isZero();
                assertThat(scrape.value("kakuremichi_lease_renewals_total", "outcome=failed"))
                        .isPositive();
            });
        } finally {
            weather.restore();
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            var scrape = scrape(plain);
            assertThat(scrape.value("kakuremichi_feed_connected")).isOne();
            assertThat(scrape.value("kakuremichi_presence_writable")).isOne();
            assertThat(scrape.value("kakuremichi_lease_remaining_seconds")).isPositive();
        });
    }

    @Test
    void metricsTellWhoCameAndWhoWasRefused() {
        var scrape = scrape(plain);

        assertThat(scrape.value("kakuremichi_authentications_total", "via=message", "outcome=accepted"))
                .isPositive();
        assertThat(scrape.value("kakuremichi_authentications_total", "via=query", "outcome=refused"))
                .isPositive();
        assertThat(scrape.value("kakuremichi_authentications_total", "via=rest", "outcome=refused"))
                .isPositive();
        assertThat(scrape.value("kakuremichi_sessions_started_total", "type=agent", "start=config"))
                .isPositive();
        assertThat(scrape.value("kakuremichi_sessions_closed_total", "code=4401"))
                .isPositive();
        assertThat(scrape.value("kakuremichi_config_size_bytes_count")).isPositive();
        assertThat(scrape.value("kakuremichi_clients", "type=agent")).isOne();
        assertThat(scrape.value("kakuremichi_feed_revision"))
                .isEqualTo(scrape.value("kakuremichi_feed_head_revision"))
                .isPositive();
    }

    private static Scrape scrape(ControlProcess control) {
        return Scrape.of(control.management().get("/q/metrics").expect(200).body());
    }
}
