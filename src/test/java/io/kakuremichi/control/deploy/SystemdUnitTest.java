package io.kakuremichi.control.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.embeddedpostgres.EmbeddedPostgres;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The unit under {@code deploy/systemd}, held against Control. */
class SystemdUnitTest {
    /** The wrapper of the jar reads them. */
    private static final Set<String> OF_THE_JAR = Set.of("JAVA_HOME", "JAVA_OPTS");

    /** For close frames, calls under way, and the end of the process. */
    private static final Duration REST_OF_A_STOP = Duration.ofSeconds(15);

    private final UnitFile unit = UnitFile.read("kakuremichi-control.service");

    @Test
    void everyVariableOfTheEnvironmentFileIsASetting() {
        var shown = EnvironmentFile.readWithExamples(DeployFiles.path("systemd/environment"));

        assertThat(shown.keySet()).hasSizeGreaterThan(8).allSatisfy(name -> assertThat(
                        KnownSettings.contains(name) || OF_THE_JAR.contains(name))
                .as(name)
                .isTrue());
    }

    @Test
    void nothingSecretIsInTheEnvironmentFile() {
        assertThat(EnvironmentFile.readWithExamples(DeployFiles.path("systemd/environment")))
                .doesNotContainKeys(
                        "KAKUREMICHI_ADMIN_TOKEN", "KAKUREMICHI_ENCRYPTION_KEY", "QUARKUS_DATASOURCE_PASSWORD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kakuremichi-control.service", "external-database.conf"})
    void everySecretIsReadFromACredential(String name) {
        var file = UnitFile.read(name);

        assertThat(file.credentials())
                .isNotEmpty()
                .isSubsetOf(file.environment().values());
        assertThat(file.environment()).allSatisfy((variable, value) -> {
            assertThat(KnownSettings.contains(variable)).as(variable).isTrue();
            if (variable.endsWith("_FILE")) {
                assertThat(file.credentials()).contains(value);
            }
        });
    }

    @Test
    void stopMayTakeAsLongAsDrainAndDatabaseDo() {
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ControlConfig.class)
                .build();
        var drain = config.getConfigMapping(ControlConfig.class).drain().duration();

        assertThat(unit.duration("TimeoutStopSec"))
                .isGreaterThanOrEqualTo(drain.plus(EmbeddedPostgres.STOP_LIMIT).plus(REST_OF_A_STOP));
    }

    /** Else the database would be told to stop before Control, which it serves. */
    @Test
    void onlyControlIsToldToStop() {
        assertThat(unit.one("KillMode")).isEqualTo("mixed");
    }

    @Test
    void dataAreInTheOneDirectoryThatMayBeWritten() {
        assertThat(unit.environment()).containsEntry("KAKUREMICHI_DATA_DIR", "/var/lib/" + unit.one("StateDirectory"));
        assertThat(unit.one("StateDirectoryMode")).isEqualTo("0700");
        assertThat(unit.one("ProtectSystem")).isEqualTo("strict");
        assertThat(unit.directives()).doesNotContainKey("ReadWritePaths");
    }

    @Test
    void memoryIsNotBothWritableAndExecutableOnlyWithoutACompiler() {
        assertThat(unit.directives()).doesNotContainKey("MemoryDenyWriteExecute");
        assertThat(UnitFile.read("native.conf").one("MemoryDenyWriteExecute")).isEqualTo("yes");
    }

    /** That a weakening is meant; {@code systemd-analyze security} has the long list. */
    @Test
    void staysHardened() {
        var yes = Set.of(
                "NoNewPrivileges",
                "PrivateDevices",
                "PrivateTmp",
                "PrivateUsers",
                "ProtectHome",
                "ProtectKernelTunables",
                "ProtectControlGroups",
                "RestrictNamespaces",
                "RestrictSUIDSGID");
        assertThat(yes).allSatisfy(directive -> assertThat(unit.one(directive)).isEqualTo("yes"));
        assertThat(unit.one("CapabilityBoundingSet")).isEmpty();
        assertThat(unit.all("SystemCallFilter")).containsExactly("@system-service", "~@privileged");
        assertThat(unit.one("LimitCORE")).isEqualTo("0");
    }

    @Test
    void userIsTheOneThatIsMade() {
        assertThat(DeployFiles.read("systemd/sysusers.conf")).startsWith("u " + unit.one("User") + " ");
        assertThat(unit.one("Group")).isEqualTo(unit.one("User"));
    }

    @Test
    void systemdUnderstandsEveryDirective() throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(
                            "systemd-analyze",
                            "verify",
                            "--man=no",
                            DeployFiles.path("systemd/kakuremichi-control.service")
                                    .toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeThat(false).as("systemd-analyze is installed").isTrue();
            throw e;
        }
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();

        assertThat(said.lines().filter(line -> line.contains("kakuremichi-control.service")))
                .allMatch(line -> line.endsWith("is not executable: No such file or directory"));
    }

    /** So that what is shown as an example is what would happen without it. */
    @Test
    void examplesOfTheJarsOptionsAreItsDefaults() {
        var shown = EnvironmentFile.readWithExamples(DeployFiles.path("systemd/environment"));

        assertThat(DeployFiles.read("systemd/run-jar")).contains("${JAVA_OPTS:-" + shown.get("JAVA_OPTS") + "}");
        assertThat(Map.of("QUARKUS_HTTP_PORT", "3001", "QUARKUS_MANAGEMENT_PORT", "9000"))
                .allSatisfy((name, port) -> assertThat(shown).containsEntry(name, port));
    }
}
