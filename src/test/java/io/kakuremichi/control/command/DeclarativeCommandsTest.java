package io.kakuremichi.control.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.command.TestShell.Ended;
import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for declarative state against a Control that runs. */
@ControlTest
class DeclarativeCommandsTest {
    private static final int CHANGES_PLANNED = 2;

    private final ControlApi control = ControlApi.ofTest();
    private final TestShell shell = TestShell.of(control, TestDatabase.ADMIN_TOKEN);
    private final String manager = ControlApi.uniqueName("manager");
    private final String agent = ControlApi.uniqueName("agent");
    private final String domain = ControlApi.uniqueDomain();

    @TempDir
    Path directory;

    @BeforeEach
    void writeDocuments() throws IOException {
        Files.writeString(
                directory.resolve("10-agents.yaml"), "manager: %s\nagents:\n  - name: %s\n".formatted(manager, agent));
        Files.writeString(
                directory.resolve("20-tunnels.json"),
                "{\"tunnels\": [{\"domain\": \"%s\", \"agent\": \"%s\", \"target\": \"web:80\"}]}"
                        .formatted(domain, agent));
        Files.writeString(directory.resolve("notes.txt"), "no document");
    }

    @Test
    void planShowsWhatApplyDoes() throws IOException {
        var planned = run("plan");
        assertThat(planned.exitCode()).isEqualTo(CHANGES_PLANNED);
        assertThat(planned.lines())
                .contains("+ agent " + agent, "+ tunnel " + domain, "    target: \"web:80\"")
                .last()
                .isEqualTo("2 to create, 0 to update, 0 to delete, 0 unchanged");
        assertThat(planned.err()).contains("needs the role admin");

        var applied = run("apply").done();
        assertThat(applied.out()).containsPattern("apiKey: agt_\\w{32}").contains("2 created, 0 updated");
        assertThat(applied.err()).contains("shown only once");

        var again = run("plan").done();
        assertThat(again.lines()).containsExactly("0 to create, 0 to update, 0 to delete, 2 unchanged");

        Files.writeString(directory.resolve("20-tunnels.json"), "{\"tunnels\": []}");
        assertThat(run("plan", "--prune").lines()).contains("- tunnel " + domain);
    }

    @Test
    void releasesAreShown() throws IOException {
        control.createAgent(agent);
        run("apply").done();
        Files.delete(directory.resolve("20-tunnels.json"));
        Files.writeString(directory.resolve("10-agents.yaml"), "manager: " + manager);

        var planned = run("plan", "--prune");
        assertThat(planned.lines())
                .contains("! agent " + agent, "    managedBy: \"%s\" -> null".formatted(manager), "- tunnel " + domain)
                .last()
                .isEqualTo("0 to create, 0 to update, 1 to delete, 1 to release, 0 unchanged");
        assertThat(planned.exitCode()).isEqualTo(CHANGES_PLANNED);
        assertThat(run("apply", "--prune").done().out()).contains("1 deleted, 1 released, 0 unchanged");
    }

    @Test
    void faultsNameFileLineAndColumn() throws IOException {
        Files.writeString(
                directory.resolve("30-more.yaml"),
                "tunnels:\n  - domain: more.%s\n    agent: %s\n    target: web\n".formatted(domain, agent));

        for (var command : new String[] {"plan", "apply"}) {
            var refused = run(command).ended(ExitCode.REFUSED);

            assertThat(refused.err().lines())
                    .containsExactly(
                            directory.resolve("30-more.yaml")
                                    + ":4:13: tunnels[0].target must be host:port with a port from 1 to 65535 and IPv6 hosts"
                                    + " in brackets, not \"web\"",
                            "The document has a fault");
        }
    }

    @Test
    void faultsOfTheFormAreFoundWithoutAServer() throws IOException {
        Files.writeString(directory.resolve("20-tunnels.json"), "{\"tunnels\": [}");
        Files.writeString(directory.resolve("30-more.yaml"), "manager: other\nmanager: another\n");

        var refused = new TestShell().run("plan", "-f", directory.toString()).ended(ExitCode.REFUSED);

        assertThat(refused.err())
                .contains("20-tunnels.json:1:14: the document is not valid JSON")
                .contains("30-more.yaml:2:1: manager is given twice")
                .contains("30-more.yaml:1:10: manager differs from the one in " + directory.resolve("10-agents.yaml"));
    }

    @Test
    void faultsOfTheFormHideNoOthers() throws IOException {
        var more = directory.resolve("30-more.yaml");
        var digits = "1".repeat(1_001);
        Files.writeString(more, """
                agents:
                  - name: %1$s-b
                    name: x
                    metadata: {serial: %2$s}
                tunnels:
                  - domain: %3$s
                    agent: %1$s
                    target: web
                """.formatted(agent, digits, domain));

        for (var command : new String[] {"plan", "apply"}) {
            assertThat(run(command).ended(ExitCode.REFUSED).err().lines())
                    .containsExactly(
                            more + ":3:5: agents[0].name is given twice",
                            more + ":4:24: agents[0].metadata.serial must be a number of at most 1000 characters",
                            more
                                    + ":8:13: tunnels[0].target must be host:port with a port from 1 to 65535 and IPv6 hosts"
                                    + " in brackets, not \"web\"",
                            "%s:6:13: tunnels[0].domain is declared twice, first at tunnels[0] (%s:1:14): \"%s\""
                                    .formatted(more, directory.resolve("20-tunnels.json"), domain),
                            "The document has 4 faults");
        }
        assertThat(new TestShell()
                        .run("plan", "-f", directory.toString())
                        .ended(ExitCode.REFUSED)
                        .err()
                        .lines())
                .hasSize(3)
                .last()
                .asString()
                .startsWith("No token");
    }

    @Test
    void whatCannotBeReadIsNotSkipped() throws IOException {
        Files.createSymbolicLink(directory.resolve(".hidden.yaml"), directory.resolve("none"));
        assertThat(run("plan").exitCode()).isEqualTo(CHANGES_PLANNED);

        var entry = directory.resolve("15-more.yml");
        Files.createSymbolicLink(entry, directory.resolve("none"));
        assertThat(run("apply", "--prune").ended(ExitCode.REFUSED).err())
                .startsWith(entry + " is a link to a file that does not exist");
        Files.delete(entry);
        Files.createSymbolicLink(entry, Path.of("/dev/null"));
        assertThat(run("apply").ended(ExitCode.REFUSED).err()).startsWith(entry + " is not a regular file");
        Files.delete(entry);
        Files.createDirectory(entry);
        assertThat(run("plan").ended(ExitCode.REFUSED).err()).startsWith(entry + " is not a regular file");
        assertThat(control.get("/api/agents?name=" + agent).json().path("total").asInt())
                .isZero();
    }

    @Test
    void anExportThatCannotBeWrittenNamesItsFile() {
        var file = directory.resolve("none/x.yaml");

        assertThat(shell.run("export", "--managed-by", manager, "-f", file.toString())
                        .ended(ExitCode.REFUSED)
                        .err())
                .startsWith("%s cannot be written: %s does not exist".formatted(file, file.getParent()))
                .doesNotContain(".part");
    }

    @Test
    void theStandardInputIsADocument() {
        var document = "manager: %s\nagents: [{name: %s}]".formatted(manager, agent);

        assertThat(shell.answering(document).run("apply", "-f", "-").done().out())
                .contains("+ agent " + agent);
        assertThat(shell.answering("{\"manager\": 1}")
                        .run("plan", "-f", "-")
                        .ended(ExitCode.REFUSED)
                        .err())
                .startsWith("line 1, column 13: manager must be a text, not 1");
    }

    @Test
    void theStandardInputIsReadAsYamlWhereItIsNoJson() {
        assertThat(shell.answering("{manager: %s, agents: [{name: %s}]}".formatted(manager, agent))
                        .run("apply", "-f", "-")
                        .done()
                        .out())
                .contains("+ agent " + agent);
        assertThat(refusedInput("{\"manager\": \"x\", \"agents\": [}")).contains("the document is not valid JSON");
        assertThat(refusedInput("{manager: x, agents: [}")).contains("the document is not valid YAML");
    }

    private String refusedInput(String document) {
        return shell.answering(document)
                .run("plan", "-f", "-")
                .ended(ExitCode.REFUSED)
                .err();
    }

    @Test
    void anExportIsAppliedWithoutAChange(@TempDir Path exported) throws IOException {
        run("apply").done();

        shell.run("export", "--managed-by", manager, "-f", exported.toString()).done();
        assertThat(exported.resolve("tunnels.yaml")).content().contains("domain: " + domain);
        shell.run("plan", "--prune", "-f", exported.toString()).done();

        var file = exported.resolve("all.json");
        shell.run("export", "--managed-by", manager, "--json", "-f", file.toString())
                .done();
        shell.run("plan", "--prune", "-f", file.toString()).done();
        var printed = shell.run("export", "--managed-by", manager).done().out();
        assertThat(printed).startsWith("manager: " + manager + "\nagents:\n  - name: " + agent + "\n");
    }

    @Test
    void keysAreNotPrintedWhenTheyMustNotBe() {
        var applied = run("apply", "--no-keys").done();

        assertThat(applied.out()).contains("+ agent " + agent).doesNotContain("agt_");
        assertThat(applied.err()).contains("1 API keys are not shown");
    }

    @Test
    void jsonIsControlsAnswerAlone() {
        var planned = run("plan", "--json");

        assertThat(planned.exitCode()).isEqualTo(CHANGES_PLANNED);
        assertThat(planned.json().at("/counts/create").asInt()).isEqualTo(2);
        assertThat(planned.err()).isEmpty();
    }

    @Test
    void coloursAreForTerminalsOnly() {
        var terminal = shell.with("TERM", "xterm").runOnTerminal("plan", "-f", directory.toString());
        assertThat(terminal.out()).contains("\u001b[32m+ agent " + agent + "\u001b[0m");
        assertThat(run("plan").out()).doesNotContain("\u001b");
        assertThat(shell.with("NO_COLOR", "1")
                        .runOnTerminal("plan", "-f", directory.toString())
                        .out())
                .doesNotContain("\u001b");
    }

    @Test
    void theCodeOfPlannedChangesHasNoOtherMeaning() {
        assertThat(shell.run("plan").exitCode()).isEqualTo(1);
        assertThat(shell.run("plan", "-f", "nowhere.yaml").exitCode()).isEqualTo(1);
        assertThat(shell.run("plan", "-f", "").ended(ExitCode.REFUSED).err()).startsWith("--file must not be empty");
        assertThat(shell.run("apply").exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("apply", "-f", "nowhere.yaml").exitCode()).isEqualTo(ExitCode.USAGE.number());
    }

    private Ended run(String command, String... options) {
        var arguments = new String[options.length + 3];
        arguments[0] = command;
        arguments[1] = "-f";
        arguments[2] = directory.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return shell.run(arguments);
    }
}
