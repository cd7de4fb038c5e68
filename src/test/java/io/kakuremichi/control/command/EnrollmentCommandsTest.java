package io.kakuremichi.control.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about enrollment against a Control that runs. */
@ControlTest
class EnrollmentCommandsTest {
    private static final String ENVIRONMENT = "API_KEY=agt_\\w{32}\nCONTROL_URL=ws://localhost:\\d+/ws\n";

    private final ControlApi control = ControlApi.ofTest();
    private final TestShell shell = TestShell.of(control, TestDatabase.ADMIN_TOKEN);

    /** A machine has no token. */
    private final TestShell machine =
            new TestShell().with("KAKUREMICHI_URL", control.base().toString());

    @TempDir
    Path directory;

    private String key(String... options) {
        var arguments = new ArrayList<>(
                List.of("enrollment-key", "create", ControlApi.uniqueName("key"), "--type", "agent", "-q"));
        arguments.addAll(List.of(options));
        return shell.run(arguments.toArray(String[]::new)).done().out().strip();
    }

    @Test
    void keyIsCreatedListedShownRevokedAndDeleted() {
        var name = ControlApi.uniqueName("key");

        var created = shell.run(
                        "enrollment-key",
                        "create",
                        name,
                        "--type",
                        "gateway",
                        "--uses",
                        "unlimited",
                        "--expires-at",
                        "never",
                        "--region",
                        "eu",
                        "--metadata",
                        "{\"rack\": 7}",
                        "--ephemeral",
                        "--ephemeral-after",
                        "PT30M",
                        "--json")
                .done()
                .json();

        assertThat(created.path("uses").isNull()).isTrue();
        assertThat(created.path("expiresAt").isNull()).isTrue();
        assertThat(created.path("ephemeralAfter").asText()).isEqualTo("PT30M");
        assertThat(created.path("key").asText()).startsWith("enr_");
        assertThat(shell.run("enrollment-key", "list").done().lines())
                .anyMatch(line -> line.matches(name + " +gateway +active .*"));
        assertThat(shell.run("enrollment-key", "show", name).done().out()).containsPattern("region +eu");
        assertThat(shell.run("enrollment-key", "delete", name).done().out()).contains("revoked");
        assertThat(shell.run("enrollment-key", "delete", name).done().out()).contains("deleted");
        shell.run("enrollment-key", "show", name).ended(ExitCode.REFUSED);
    }

    @Test
    void usesAreANumberOrUnlimited() {
        assertThat(shell.run("enrollment-key", "create", "x", "--type", "agent", "--uses", "many")
                        .ended(ExitCode.USAGE)
                        .err())
                .contains("--uses", "unlimited");
    }

    @Test
    void machineGetsItsEnvironment() {
        var name = ControlApi.uniqueName("agent");

        var ended = machine.run("enroll", "--key", key(), "--name", name).done();

        assertThat(ended.out()).matches(ENVIRONMENT);
        assertThat(ended.err()).isEmpty();
        assertThat(shell.run("agent", "show", name, "--json")
                        .done()
                        .json()
                        .path("enrollmentKeyId")
                        .asText())
                .hasSize(36);
    }

    @Test
    void keyComesFromTheEnvironmentOrAFile() throws IOException {
        var file = Files.writeString(directory.resolve("key"), key() + "\n");

        assertThat(machine.run("enroll", "--key-file", file.toString(), "-q")
                        .done()
                        .out())
                .matches("agt_\\w{32}\n");
        assertThat(new TestShell()
                        .with("KAKUREMICHI_URL", control.base().toString())
                        .with("KAKUREMICHI_ENROLLMENT_KEY", key())
                        .run("enroll", "--json")
                        .done()
                        .json()
                        .path("apiKey")
                        .asText())
                .startsWith("agt_");
    }

    @Test
    void environmentFileIsItsOwnersOnly() throws IOException {
        var file = directory.resolve("agent.env");

        var ended = machine.run("enroll", "--key", key(), "--output", file.toString())
                .done();

        assertThat(file).content().matches(ENVIRONMENT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(ended.out()).contains("Enrolled as agent").doesNotContain("agt_");
        assertThat(directory.toFile().list()).containsExactly("agent.env");
    }

    @Test
    void existingFileIsReplacedOnlyIfAsked() throws IOException {
        var file = Files.writeString(directory.resolve("agent.env"), "precious");
        var key = key();

        var refused = machine.run("enroll", "--key", key, "--output", file.toString());

        assertThat(refused.ended(ExitCode.USAGE).err()).contains("--force");
        assertThat(file).hasContent("precious");
        machine.run("enroll", "--key", key, "--output", file.toString(), "--force")
                .done();
        assertThat(file).content().matches(ENVIRONMENT);
    }

    @Test
    void placeThatCannotBeWrittenCostsNoUse() {
        var key = key();

        machine.run(
                        "enroll",
                        "--key",
                        key,
                        "--output",
                        directory.resolve("none/agent.env").toString())
                .ended(ExitCode.REFUSED);

        machine.run("enroll", "--key", key).done();
    }

    @Test
    void commandIsRepeatedForNoFurtherUse() {
        var key = key();
        var repeat = ControlApi.uniqueName("machine");

        var first =
                machine.run("enroll", "--key", key, "--idempotency-key", repeat).done();
        var second =
                machine.run("enroll", "--key", key, "--idempotency-key", repeat).done();

        assertThat(second.out()).isEqualTo(first.out());
    }

    @Test
    void keyThatIsRefusedEndsAsATokenThatIs() {
        var key = key();
        machine.run("enroll", "--key", key).done();

        assertThat(machine.run("enroll", "--key", key)
                        .ended(ExitCode.NOT_ALLOWED)
                        .err())
                .contains("A valid enrollment key is required");
    }

    @Test
    void keyOfTheOtherTypeIsRefused() {
        var key = key();

        machine.run("enroll", "--key", key, "--type", "gateway").ended(ExitCode.NOT_ALLOWED);
        machine.run("enroll", "--key", key, "--type", "agent").done();
    }

    @Test
    void whatIsNoEnrollmentKeyIsNotSent() {
        assertThat(machine.run("enroll", "--key", TestDatabase.ADMIN_TOKEN)
                        .ended(ExitCode.USAGE)
                        .err())
                .contains("enr_")
                .doesNotContain(TestDatabase.ADMIN_TOKEN);
        machine.run("enroll").ended(ExitCode.USAGE);
        machine.run("enroll", "--key", "a", "--key-file", "b").ended(ExitCode.USAGE);
    }
}
