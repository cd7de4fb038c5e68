package io.kakuremichi.control.backup;

import static io.kakuremichi.control.backup.TestServer.KEYS;
import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.credential.KeyRing;
import io.kakuremichi.control.database.DirectConnections;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.harness.TestDatabase;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code GET /api/backup} of a Control that goes on working. */
@ControlTest
class BackupApiTest {
    /** Random bytes do not get smaller, and no sockets' buffers hold so many. */
    private static final String LARGE_ROWS =
            "INSERT INTO idempotency_keys SELECT 'large' || n, 'r', now(), 201, NULL, NULL, random FROM generate_series(1, 20) n,"
                    + " (SELECT string_agg(decode(md5(random()::text), 'hex'), '') AS random FROM generate_series(1, 65536))";

    /**
     * Unlike REST Assured's, it reads from the socket only as fast as it is read from, and closing an answer that is still being sent cuts
     * the connection.
     */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final ControlApi control = ControlApi.ofTest();

    @Inject
    AgroalDataSource dataSource;

    @Inject
    DirectConnections connections;

    @Inject
    KeyRing keys;

    @Inject
    Vertx vertx;

    @TempDir
    Path directory;

    @AfterEach
    void removeLargeRows() throws SQLException {
        execute("DELETE FROM idempotency_keys WHERE key_hash LIKE 'large%'");
    }

    @Test
    void archivesTakenUnderWritersAreEachOfOneMoment() throws Exception {
        var agent = control.createAgent();
        control.createTunnel(ControlApi.uniqueDomain(), agent);
        control.deleteTunnel(control.createTunnel(ControlApi.uniqueDomain(), agent));
        var stopping = new AtomicBoolean();
        var written = new AtomicInteger();
        var writers = IntStream.range(0, 3)
                .mapToObj(writer -> Thread.startVirtualThread(() -> write(agent, written, stopping)))
                .toList();
        var revisions = new ArrayList<Long>();
        try {
            for (var taken = 0; taken < 6; taken++) {
                var before = written.get();
                await().pollInterval(Duration.ofMillis(5)).until(() -> written.get() > before);
                try (var archive = Archive.open(take("backup" + taken), KEYS)) {
                    assertIsOfOneMoment(archive);
                    revisions.add(archive.manifest().revision());
                }
            }
        } finally {
            stopping.set(true);
            for (var writer : writers) {
                writer.join();
            }
        }
        // The writers were at it all the time.
        assertThat(revisions).isSorted().doesNotHaveDuplicates();
    }

    private void write(TestClient agent, AtomicInteger written, AtomicBoolean stopping) {
        while (!stopping.get()) {
            var kept = control.createTunnel(ControlApi.uniqueDomain(), agent);
            control.deleteTunnel(control.createTunnel(ControlApi.uniqueDomain(), agent));
            control.changeTunnel(kept, Map.of("enabled", false));
            written.incrementAndGet();
        }
    }

    /** The log ends at the revision, and the tunnels are those that it leads to. */
    private static void assertIsOfOneMoment(Archive archive) throws IOException {
        Set<String> living = new HashSet<>();
        Set<String> deleted = new HashSet<>();
        var log = new TreeMap<Long, String>();
        rows(archive, "change_log").forEach(row -> log.put(Long.valueOf(row[0]), row[1]));
        for (var entry : log.values()) {
            var change = ControlApi.json(entry);
            switch (change.path("kind").asText()) {
                case "tunnel_created" ->
                    living.add(change.path("tunnel").path("id").asText());
                case "tunnel_deleted" -> {
                    living.remove(change.path("tunnelId").asText());
                    deleted.add(change.path("tunnelId").asText());
                }
                default -> {
                    // Makes and ends no tunnel.
                }
            }
        }
        assertThat(log.lastKey()).isEqualTo(archive.manifest().revision());
        assertThat(log.lastKey() - log.firstKey() + 1).as("without a gap").isEqualTo(log.size());
        assertThat(rows(archive, "control_state")).singleElement().satisfies(row -> assertThat(row[2])
                .isEqualTo(String.valueOf(archive.manifest().revision())));
        var stored = rows(archive, "tunnels").stream().map(row -> row[0]).collect(toSet());
        assertThat(living).isSubsetOf(stored);
        assertThat(deleted).isNotEmpty().doesNotContainAnyElementsOf(stored);
    }

    private static List<String[]> rows(Archive archive, String name) throws IOException {
        var table = archive.tables().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        try (var lines = new BufferedReader(new InputStreamReader(archive.copy(table), UTF_8))) {
            // No field here has a backslash but in JSON, where COPY doubled it.
            return lines.lines()
                    .map(line -> line.replace("\\\\", "\\").split("\t", -1))
                    .toList();
        }
    }

    @Test
    void takingOneIsAudited() throws Exception {
        take("audited");

        await().untilAsserted(() -> {
            var entry = control.get("/api/audit?action=backup.create&limit=1")
                    .json()
                    .path("audit")
                    .path(0);
            assertThat(entry.path("actor").asText()).isEqualTo("admin");
            assertThat(entry.path("outcome").asText()).isEqualTo("success");
        });
    }

    @Test
    void oneThatFailsMidwayIsCutOff() throws Exception {
        try (var answer = beginLarge()) {
            assertThat(answer.read()).isEqualTo('P');

            execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'kakuremichi-control backup'");

            assertThatThrownBy(() -> answer.transferTo(OutputStream.nullOutputStream()))
                    .isInstanceOf(IOException.class);
        }
        awaitsFree();
    }

    @Test
    @SuppressWarnings("unchecked")
    void oneThatFailsWithAnErrorClosesItsTransaction() throws Exception {
        var connection = connections.open("test", Duration.ofSeconds(10));
        var ended = new AtomicReference<Handler<AsyncResult<Void>>>();
        var cut = answering(HttpConnection.class, (name, arguments) -> {
            ended.get().handle(Future.succeededFuture());
            return Future.succeededFuture();
        });
        var request = answering(HttpServerRequest.class, (name, arguments) -> cut);
        var call = answering(RoutingContext.class, (name, arguments) -> switch (name) {
            case "vertx" -> vertx;
            case "request" -> request;
            case "addEndHandler" -> {
                ended.set((Handler<AsyncResult<Void>>) arguments[0]);
                yield 0;
            }
            default -> null;
        });
        var export = new Export(new Exports(keys, null, null, null, "0"), Snapshot.of(connection), call, "localhost");

        assertThatThrownBy(() -> export.writeTo(new OutputStream() {
                    @Override
                    public void write(int b) {
                        throw new OutOfMemoryError("in a test");
                    }
                }))
                .hasRootCauseInstanceOf(OutOfMemoryError.class);

        assertThat(connection.isClosed()).isTrue();
    }

    private static <T> T answering(Class<T> type, BiFunction<String, Object[], Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.apply(method.getName(), arguments)));
    }

    @Test
    void whileOneIsTakenWritersGoOnAndAnotherOneIsRefused() throws Exception {
        try (var answer = beginLarge()) {
            assertThat(answer.read()).isEqualTo('P');

            var refused = control.get("/api/backup");
            assertError(refused, 429, "RATE_LIMITED");
            assertThat(refused.header("Retry-After")).isNotNull();
            var agent = control.createAgent();
            control.deleteTunnel(control.createTunnel(ControlApi.uniqueDomain(), agent));
        }
        // The caller who went away has let go of it.
        awaitsFree();
    }

    private void awaitsFree() {
        await().until(() -> control.get("/api/backup").status() == 200);
    }

    /** The answer to a call whose end can't be there before it is read. */
    private InputStream beginLarge() throws Exception {
        execute(LARGE_ROWS);
        var response = call(HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Disposition").orElseThrow())
                .matches("attachment; filename=\"kakuremichi-\\d{8}T\\d{6}Z-r\\d+\\.zip\"");
        return response.body();
    }

    private Path take(String name) throws Exception {
        var file = directory.resolve(name + UUID.randomUUID() + ".zip");
        var response = call(HttpResponse.BodyHandlers.ofFile(file));
        assertThat(response.statusCode()).as(Files.readString(file, ISO_8859_1)).isEqualTo(200);
        return file;
    }

    private <T> HttpResponse<T> call(HttpResponse.BodyHandler<T> handler) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(control.base() + "/api/backup"))
                .header("Authorization", "Bearer " + TestDatabase.ADMIN_TOKEN)
                .build();
        return HTTP.send(request, handler);
    }

    private void execute(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
