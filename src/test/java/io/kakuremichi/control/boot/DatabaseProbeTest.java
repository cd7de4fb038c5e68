package io.kakuremichi.control.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.kakuremichi.control.harness.ExternalDatabase;
import io.kakuremichi.control.harness.FreePort;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** Why Control cannot work with an external database, in one sentence each. */
@Execution(CONCURRENT)
class DatabaseProbeTest {
    private static ExternalDatabase database;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        database = ExternalDatabase.start(directory);
        database.execute(
                "CREATE ROLE tenant LOGIN PASSWORD 'tenant'",
                "CREATE ROLE lost LOGIN PASSWORD 'lost'",
                "ALTER ROLE lost SET search_path = nowhere",
                "CREATE DATABASE ascii ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void passesWhereControlCanWork() {
        assertThatCode(() -> probe("control", "control", database.password())).doesNotThrowAnyException();
    }

    @Test
    void saysWhatIsWrongWithTheDatabase() {
        var port = database.port();

        assertRefused(
                "control",
                "control",
                "wrong",
                "the database at 127.0.0.1:%s refuses the user control: check QUARKUS_DATASOURCE_USERNAME and its password"
                        .formatted(port));
        assertRefused("nothing", "control", database.password(), "there is no database nothing at 127.0.0.1:" + port);
        assertRefused(
                "ascii",
                "control",
                database.password(),
                "the database ascii has the encoding SQL_ASCII, and Control needs UTF8");
        assertRefused(
                "control",
                "tenant",
                "tenant",
                "the user tenant may not create tables in the schema public of the database");
        assertRefused("control", "lost", "lost", "the user lost has no schema in the database control");
    }

    /** None that old is at hand. */
    @Test
    void saysThatTheServerIsTooOld() {
        var probe = DatabaseProbe.of(config("jdbc:postgresql://db.example/control", "control", "x"));

        assertThat(probe.fault(13, "UTF8", "public", true))
                .contains("the database control is PostgreSQL 13, and Control needs 14 or newer");
        assertThat(probe.fault(14, "UTF8", "public", true)).isEmpty();
    }

    @Test
    void saysWhyTheServerCannotBeReached() throws Exception {
        var free = FreePort.find();

        assertThatThrownBy(() -> probeUrl("jdbc:postgresql://127.0.0.1:" + free + "/control", "control", "x"))
                .hasMessage("the database at 127.0.0.1:" + free
                        + " can't be reached (QUARKUS_DATASOURCE_JDBC_URL): nothing listens there");
        assertThatThrownBy(() -> probeUrl("jdbc:postgresql://nowhere.invalid/control", "control", "x"))
                .hasMessage("the database at nowhere.invalid:5432"
                        + " can't be reached (QUARKUS_DATASOURCE_JDBC_URL): its host is unknown");
    }

    private static void assertRefused(String name, String user, String password, String sentence) {
        assertThatThrownBy(() -> probe(name, user, password))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(sentence)
                .hasMessageNotContaining(database.password());
    }

    private static void probe(String name, String user, String password) {
        probeUrl("jdbc:postgresql://127.0.0.1:" + database.port() + "/" + name, user, password);
    }

    private static void probeUrl(String url, String user, String password) {
        DatabaseProbe.of(config(url, user, password)).check();
    }

    private static SmallRyeConfig config(String url, String user, String password) {
        var settings = Map.of(
                ControlServer.URL, url,
                ControlServer.USERNAME, user,
                ControlServer.PASSWORD, password);
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
    }
}
