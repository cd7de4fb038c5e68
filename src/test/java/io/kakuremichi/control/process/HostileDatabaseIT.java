package io.kakuremichi.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kakuremichi.control.embeddedpostgres.EmbeddedPostgres;
import io.kakuremichi.control.embeddedpostgres.OlderPostgres;
import io.kakuremichi.control.harness.Bodies.TunnelBody;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.ExternalDatabase;
import io.kakuremichi.control.harness.FreePort;
import io.kakuremichi.control.harness.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** External databases, roles and poolers that are set up otherwise than Control expects. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileDatabaseIT {
    private static final String PASSWORD = "secret-of-a-test";
    private static final Path POOLER = Path.of("/usr/sbin/pgbouncer");
    private static final int CALLS = 40;

    @TempDir
    static Path directory;

    private ExternalDatabase server;

    @BeforeAll
    void start() {
        server = ExternalDatabase.start(directory.resolve("database"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void roleWithOtherDefaultsWorksAsAnyOther() throws Exception {
        createDatabase("hostile", "");
        server.execute(
                "ALTER DATABASE hostile SET default_transaction_isolation = serializable",
                "ALTER ROLE hostile SET default_transaction_read_only = on",
                "ALTER ROLE hostile SET statement_timeout = '20ms'",
                "ALTER ROLE hostile SET lock_timeout = '1ms'",
                "ALTER ROLE hostile SET idle_session_timeout = '500ms'",
                "ALTER ROLE hostile SET idle_in_transaction_session_timeout = '1ms'",
                "ALTER ROLE hostile SET search_path = nowhere, public",
                "ALTER ROLE hostile SET timezone = 'Asia/Kathmandu'",
                "ALTER ROLE hostile SET datestyle = 'German'",
                "ALTER ROLE hostile SET bytea_output = escape",
                "ALTER ROLE hostile SET standard_conforming_strings = off",
                "ALTER ROLE hostile SET array_nulls = off");
        try (var control = ControlProcess.start(directory.resolve("unused"), settings("hostile", server.port(), ""))) {
            assertWorks(control);
            assertThat(control.log()).doesNotContain("ERROR");
        }
    }

    /** On other programs than those that Control brings, which have no conversions and so no way into such a database. */
    @Test
    void databaseOfAnotherEncodingIsRefused() throws Exception {
        var programs = OlderPostgres.binaries();
        assumeTrue(programs.isPresent(), "no other PostgreSQL here");
        try (var postgres = EmbeddedPostgres.start(directory.resolve("converting"), programs.get());
                var connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
                var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'");
            var settings = Map.of(
                    "QUARKUS_DATASOURCE_JDBC_URL",
                    url("latin", postgres.port(), ""),
                    "QUARKUS_DATASOURCE_USERNAME",
                    postgres.username(),
                    "QUARKUS_DATASOURCE_PASSWORD",
                    postgres.password(),
                    "KAKUREMICHI_ENCRYPTION_KEY",
                    TestDatabase.ENCRYPTION_KEY);
            try (var control = ControlProcess.launch(directory.resolve("unused"), settings)) {
                assertThat(control.awaitExit()).isEqualTo(1);
                assertThat(control.log().strip())
                        .isEqualTo("kakuremichi-control does not start: the database latin has the encoding LATIN1,"
                                + " and Control needs UTF8: create it with ENCODING 'UTF8'");
            }
        }
    }

    /** As documented: the pool behind PgBouncer in transaction mode, and what needs a session past it. */
    @Test
    void worksBehindAPoolerInTransactionMode() throws Exception {
        assumeTrue(Files.isExecutable(POOLER), "there is no " + POOLER + " here");
        createDatabase("pooled", "");
        var port = FreePort.find();
        var pooler = startPooler(port);
        try {
            var settings = new HashMap<>(settings("pooled", port, "?prepareThreshold=0"));
            settings.put("KAKUREMICHI_DATABASE_DIRECT_URL", url("pooled", server.port(), ""));
            try (var control = ControlProcess.start(directory.resolve("unused"), settings)) {
                assertWorks(control);
                assertThat(control.log()).doesNotContain("ERROR", "WARN");
            }
        } finally {
            pooler.destroy();
            pooler.waitFor();
        }
    }

    private static void assertWorks(ControlProcess control) throws Exception {
        var api = control.api();
        var agent = api.createAgent().connect();
        var gateway = api.createGateway().connect();
        var tunnel = api.createTunnel(ControlApi.uniqueDomain(), agent);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, CALLS)
                    .<Callable<Integer>>mapToObj(i -> () -> i % 2 == 0
                            ? api.post("/api/tunnels", new TunnelBody(ControlApi.uniqueDomain(), agent.id(), "web:80"))
                                    .status()
                            : api.changeTunnel(tunnel, Map.of("target", "web:" + (1 + i)))
                                    .status())
                    .toList();
            for (var call : threads.invokeAll(calls)) {
                assertThat(call.get()).isIn(200, 201);
            }
        }
        await().untilAsserted(() -> assertThat(gateway.tunnels()).hasSize(CALLS / 2 + 1));
        assertThat(api.get("/api/agents/" + agent.id()).text("status")).isEqualTo("online");
        agent.send("config_ack", Map.of("success", false, "error", "失敗")).awaitsHandled();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        api.get("/api/clients").expect(200).json().findValuesAsText("message"))
                .contains("失敗"));
        assertThat(control.isReady()).isTrue();
    }

    private void createDatabase(String name, String options) throws Exception {
        server.execute(
                "CREATE ROLE " + name + " LOGIN PASSWORD '" + PASSWORD + "'",
                "CREATE DATABASE " + name + " OWNER " + name + options);
    }

    private static Map<String, String> settings(String name, int port, String parameters) {
        return Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL",
                url(name, port, parameters),
                "QUARKUS_DATASOURCE_USERNAME",
                name,
                "QUARKUS_DATASOURCE_PASSWORD",
                PASSWORD,
                "KAKUREMICHI_ENCRYPTION_KEY",
                TestDatabase.ENCRYPTION_KEY);
    }

    private static String url(String name, int port, String parameters) {
        return "jdbc:postgresql://127.0.0.1:%d/%s%s".formatted(port, name, parameters);
    }

    private Process startPooler(int port) throws Exception {
        var users = Files.writeString(directory.resolve("users.txt"), "\"pooled\" \"" + PASSWORD + "\"\n");
        var settings = Files.writeString(directory.resolve("pgbouncer.ini"), """
                [databases]
                pooled = host=127.0.0.1 port=%d dbname=pooled
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = plain
                auth_file = %s
                pool_mode = transaction
                default_pool_size = 3
                ignore_startup_parameters = extra_float_digits
                """.formatted(server.port(), port, users));
        var command = new ArrayList<String>();
        command.add(POOLER.toString());
        if (ProcessHandle.current().info().user().orElse("").equals("root")) {
            // It refuses to run as root.
            command.addAll(List.of("-u", "nobody"));
            for (var file : List.of(users, settings)) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            }
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        command.add(settings.toString());
        var pooler = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("pgbouncer.log").toFile())
                .start();
        await().until(() -> Files.readString(directory.resolve("pgbouncer.log")).contains("process up"));
        return pooler;
    }
}
