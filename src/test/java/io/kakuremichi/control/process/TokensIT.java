package io.kakuremichi.control.process;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.embeddedpostgres.EmbeddedPostgres;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.TcpProxy;
import io.kakuremichi.control.harness.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens on two replicas that share a database, which one of them loses. */
class TokensIT {
    @TempDir
    Path directory;

    @Test
    void revocationCountsOnEveryReplicaAndStaticTokenNeedsNoDatabase() throws Exception {
        try (var database = EmbeddedPostgres.start(directory.resolve("database"), TestDatabase.BINARIES);
                var weather = new TcpProxy(database.port());
                var one = replica("one", database, database.port());
                var two = replica("two", database, weather.port())) {
            var token = one.api().createToken("viewer");
            var kept = two.api().withRole("viewer");
            var holder = two.api().withToken(token.text("token"));
            holder.get("/api/agents").expect(200);

            one.api().delete("/api/tokens/" + token.uuid("id")).expect(200);

            assertError(holder.get("/api/agents"), 401, "UNAUTHORIZED");

            weather.cut();

            assertError(kept.get("/api/agents"), 503, "UNAVAILABLE");
            assertError(two.api().get("/api/unknown"), 404, "NOT_FOUND");
            assertError(two.api().withToken("no-token-of-ours").get("/api/agents"), 401, "UNAUTHORIZED");
            assertThat(two.isAlive()).isTrue();
        }
    }

    private ControlProcess replica(String name, EmbeddedPostgres database, int port) throws IOException {
        return ControlProcess.start(
                directory.resolve(name),
                Map.of(
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        database.jdbcUrl().replace(":" + database.port(), ":" + port),
                        "QUARKUS_DATASOURCE_USERNAME",
                        database.username(),
                        "QUARKUS_DATASOURCE_PASSWORD",
                        database.password(),
                        "KAKUREMICHI_ENCRYPTION_KEY",
                        TestDatabase.ENCRYPTION_KEY,
                        "KAKUREMICHI_REPLICA",
                        name));
    }
}
