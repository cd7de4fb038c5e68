package io.kakuremichi.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.command.output.Shell;
import io.kakuremichi.control.events.EventType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What can be told without a server. */
@Execution(CONCURRENT)
class UsageTest {
    private static final String TOKEN = "a-token-of-somebody";

    private final TestShell shell =
            new TestShell().with("KAKUREMICHI_TOKEN", TOKEN).with("KAKUREMICHI_URL", "http://127.0.0.1:1");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agent list --status",
                "tunnel list --agent",
                "audit --actor",
                "events --types",
                "export --managed-by",
                "export --manager",
                "agent show",
                "tunnel delete --yes",
                "apply -f",
                "export -f",
                "backup",
                "restore"
            })
    void emptyFiltersAndNamesOfFilesAreRefused(String line) {
        var words = new ArrayList<>(List.of(line.split(" ")));
        words.add("");

        assertThat(shell.run(words.toArray(String[]::new)).ended(ExitCode.USAGE).err())
                .contains("must not be empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "start",
                "--port 3001",
                "serve now",
                "serve --url http://localhost:3001",
                "agent",
                "agent crate office",
                "agent create",
                "agent create one two",
                "agent list --json -q",
                "tunnel create shop.example --target localhost:80",
                "token create ci",
                "audit --limit many",
                "audit --limit 0",
                "clients --token a --token-file b",
                "clients --timeout 0"
            })
    void whatIsNotRightIsNeverRun(String line) {
        var ended = shell.run(line.split(" ")).ended(ExitCode.USAGE);

        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).isNotBlank().doesNotContain("java.", "Exception", "index ");
        assertThat(ended.err().lines()).hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "agnt                        | Unknown command: agnt; did you mean agent?",
                "agent crate office          | Unknown command: crate; did you mean create?",
                "--port 3001                 | Unknown option: --port",
                "agent create                | NAME is required",
                "agent create one two        | Unexpected argument: two",
                "agent list --json -q        | Use either --json or -q, not both",
                "agent list --url            | --url needs a value: URL",
                "agent list --url a --url b  | --url is given more than once",
                "tunnel create shop.example  | --agent and --target are required",
                "audit --limit many          | --limit takes a whole number, not many"
            })
    void theErrorIsTheLastLineAfterOneLineOfUsage(String line, String error) {
        var lines = shell.run(line.split(" +")).ended(ExitCode.USAGE).err().lines();

        assertThat(lines).hasSize(2).last().isEqualTo(error);
    }

    @Test
    void theLineOfUsageShowsWhatIsRequired() {
        assertThat(shell.run("tunnel", "create").err())
                .startsWith(
                        "Usage: kakuremichi-control tunnel create --agent AGENT --target HOST:PORT DOMAIN [OPTION...]");
    }

    @Test
    void aMissingCommandNamesThoseThatExist() {
        assertThat(shell.run("certificate").ended(ExitCode.USAGE).err().lines())
                .last()
                .isEqualTo("A command is required: delete, list, show");
    }

    @Test
    void brokenJsonIsLocated() {
        var ended =
                shell.run("agent", "update", "office", "--metadata", "{rack}").ended(ExitCode.USAGE);

        assertThat(ended.err()).isEqualToIgnoringNewLines("--metadata is not JSON: error at line 1, column 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "bestellung-ü→1", "a\nb"})
    void idempotencyKeyIsWhatAHeaderCanCarry(String key) {
        var ended = shell.run("agent", "create", "office", "--idempotency-key", key);

        assertThat(ended.ended(ExitCode.USAGE).err())
                .isEqualToIgnoringNewLines("--idempotency-key must be 1 to 255 printable ASCII characters");
    }

    @Test
    void helpNamesCommandsAndExitCodes() {
        assertThat(shell.run("help").done().out())
                .isEqualTo(shell.run("--help").done().out())
                .contains(
                        "serve",
                        "agent",
                        "gateway",
                        "tunnel",
                        "certificate",
                        "token",
                        "clients",
                        "events",
                        "audit",
                        "backup",
                        "enroll",
                        "enrollment-key",
                        "reseal")
                .contains("4   the token or the enrollment key is not valid")
                .doesNotContain("generate-completion");
    }

    @Test
    void everyCommandHasHelpAndADescription() {
        var all = commands(CommandTree.of(new Shell(java.util.Map.of(), System.out, System.err, false)));

        assertThat(all).hasSizeGreaterThan(35).allSatisfy(command -> {
            assertThat(command.getCommandSpec().usageMessage().description())
                    .as(command.getCommandSpec().qualifiedName())
                    .isNotEmpty();
            assertThat(command.getCommandSpec().findOption("--help"))
                    .as(command.getCommandSpec().qualifiedName())
                    .isNotNull();
        });
    }

    private static List<CommandLine> commands(CommandLine command) {
        var all = new ArrayList<CommandLine>();
        all.add(command);
        command.getSubcommands().values().stream().distinct().forEach(each -> all.addAll(commands(each)));
        return all;
    }

    @Test
    void everyRemoteCommandWarnsOfATokenInTheListOfProcesses() {
        assertThat(shell.run("agent", "list", "--help").done().out()).contains("process list");
    }

    @Test
    void completionScriptKnowsTheCommands() {
        assertThat(shell.run("generate-completion").done().out())
                .startsWith("#!")
                .contains("new-api-key")
                .contains("\"online\" \"offline\" \"error\"")
                .contains("\"viewer\" \"operator\" \"admin\"")
                .contains(Arrays.stream(EventType.values())
                        .map(type -> '"' + type.wireName() + '"')
                        .collect(Collectors.joining(" ")))
                .contains("\"success\" \"replayed\" \"denied\" \"failed\"");
    }

    @Test
    void unreachableServerIsSaidToBe() {
        var ended = shell.run("agent", "list").ended(ExitCode.UNREACHABLE);

        assertThat(ended.err()).isEqualToIgnoringNewLines("Control is not reachable at http://127.0.0.1:1");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void silentServerIsNotWaitedForWithoutEnd() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ended = shell.run(
                    "agent",
                    "create",
                    "office",
                    "--timeout",
                    "1",
                    "--idempotency-key",
                    "mine",
                    "--url",
                    "http://127.0.0.1:" + silent.getLocalPort());

            assertThat(ended.ended(ExitCode.UNREACHABLE).err())
                    .contains("did not answer within 1 s")
                    .contains("--idempotency-key mine");
        }
    }

    @Test
    void nobodyIsNoCaller() {
        var ended = new TestShell()
                .with("KAKUREMICHI_TOKEN", "")
                .run("agent", "list")
                .ended(ExitCode.USAGE);

        assertThat(ended.err()).contains("KAKUREMICHI_TOKEN");
    }

    @Test
    void tokenComesFromAFile() throws IOException {
        var file = Files.writeString(directory.resolve("token"), TOKEN + "\n");

        new TestShell()
                .run("agent", "list", "--url", "http://127.0.0.1:1", "--token-file", file.toString())
                .ended(ExitCode.UNREACHABLE);
        new TestShell()
                .with("KAKUREMICHI_TOKEN_FILE", file.toString())
                .run("agent", "list", "--url", "http://127.0.0.1:1")
                .ended(ExitCode.UNREACHABLE);
    }

    @Test
    void missingTokenFileIsAUsageError() {
        var ended = new TestShell()
                .run("agent", "list", "--token-file", "/nowhere/token")
                .ended(ExitCode.USAGE);

        assertThat(ended.err())
                .isEqualToIgnoringNewLines("KAKUREMICHI_TOKEN_FILE can't be read: /nowhere/token does not exist");
    }

    @Test
    void serversOwnTokenIsUsedOnItsMachineOnly() {
        var server = new TestShell().with("KAKUREMICHI_ADMIN_TOKEN", TOKEN);

        server.run("agent", "list", "--url", "http://localhost:1").ended(ExitCode.UNREACHABLE);
        server.run("agent", "list", "--url", "http://control.invalid:1").ended(ExitCode.USAGE);
    }

    @Test
    void badTokenIsNotQuoted() {
        var ended = shell.run("agent", "list", "--token", "se\ncret").ended(ExitCode.USAGE);

        assertThat(ended.err()).doesNotContain("cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:3001",
                "ftp://control.example",
                "http://",
                "https://me:secret@control.example",
                "https://control.example?a=b",
                "http://a b"
            })
    void wrongAddressIsAUsageError(String url) {
        assertThat(shell.run("agent", "list", "--url", url)
                        .ended(ExitCode.USAGE)
                        .err())
                .contains("--url");
    }
}
