package io.kakuremichi.control.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands against a Control that runs. */
@ControlTest
class CommandsTest extends RunningCommands {
    @Test
    void createShowsAllFieldsAndTheKeyOnceWithAHint() {
        var name = ControlApi.uniqueName("agent");

        var ended = shell.run("agent", "create", name).done();

        assertThat(ended.out()).containsPattern("name +" + name).containsPattern("apiKey +agt_");
        assertThat(ended.err()).isEqualToIgnoringNewLines("The apiKey is shown only once: store it now");
        assertThat(shell.run("agent", "show", name).done().out())
                .containsPattern("name +" + name)
                .doesNotContainPattern("apiKey ");
    }

    @Test
    void quietCreateIsTheKeyAlone() {
        var ended = shell.run("gateway", "create", ControlApi.uniqueName("gateway"), "-q")
                .done();

        assertThat(ended.out()).matches("gtw_\\w{32}\\R");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void jsonIsControlsAnswerAlone() {
        var name = ControlApi.uniqueName("gateway");

        var ended = shell.run("gateway", "create", name, "--public-ip", "203.0.113.7", "--region", "tokyo", "--json")
                .done();

        assertThat(ended.json().path("publicIp").asText()).isEqualTo("203.0.113.7");
        assertThat(ended.json().path("region").asText()).isEqualTo("tokyo");
        assertThat(ended.json().path("apiKey").asText()).startsWith("gtw_");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void listIsATableForPeople() {
        var agent = agent();

        var lines = shell.run("agent", "list").done().lines();

        assertThat(lines.getFirst()).matches("NAME +STATUS +VIRTUAL IP +SUBNET +LAST SEEN +ID");
        var columnOfStatus = lines.getFirst().indexOf("STATUS");
        assertThat(lines)
                .filteredOn(line -> line.startsWith(agent + " "))
                .singleElement()
                .asString()
                .satisfies(line -> assertThat(line.substring(columnOfStatus)).startsWith("offline "));
    }

    @Test
    void listsAgreeWithRest() {
        var agent = agent();
        tunnel(agent);

        var tunnels =
                shell.run("tunnel", "list", "--agent", agent, "--json").done().json();
        var id = tunnels.path("tunnels").path(0).path("agentId").asText();

        assertThat(tunnels)
                .isEqualTo(control.get("/api/tunnels?agentId=" + id).expect(200).json());
        assertThat(shell.run("tunnel", "list", "--agent", agent, "-q").done().lines())
                .containsExactly(tunnels.path("tunnels").path(0).path("id").asText());
    }

    @Test
    void statusFiltersAList() {
        var agent = agent();

        assertThat(shell.run("agent", "list", "--status", "online").done().out())
                .doesNotContain(agent);
        assertThat(refusal("agent", "list", "--status", "lost")).contains("status");
    }

    @Test
    void updateChangesWhatIsGiven() {
        var gateway = ControlApi.uniqueName("gateway");
        shell.run("gateway", "create", gateway, "--region", "tokyo", "--public-ip", "203.0.113.7")
                .done();

        var changed = shell.run("gateway", "update", gateway, "--region", "", "--metadata", "{\"rack\": 7}", "--json")
                .done()
                .json();

        assertThat(changed.path("region").isNull()).isTrue();
        assertThat(changed.path("metadata").path("rack").asInt()).isEqualTo(7);
        assertThat(changed.path("publicIp").asText()).isEqualTo("203.0.113.7");
    }

    /** Most of them are not a double. */
    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-0.0", "-0", "1.50", "1E5", "0.1000000000000000000000001", "1e1000000000"})
    void numbersStayAsTheyAreWritten(String number) {
        var agent = agent();

        var changed = shell.run("agent", "update", agent, "--metadata", "{\"n\": [%s]}".formatted(number), "--json")
                .done();

        assertThat(changed.out()).contains("\"metadata\":{\"n\":[" + number + "]}");
        assertThat(shell.run("agent", "show", agent).done().out()).contains("{\"n\":[" + number + "]}");
        assertThat(shell.run("agent", "list", "--json").done().out()).contains("{\"n\":[" + number + "]}");
    }

    @Test
    void clientsAreCreatedWithMetadata() {
        for (var kind : List.of("agent", "gateway")) {
            var name = ControlApi.uniqueName(kind);

            shell.run(kind, "create", name, "--metadata", "{\"rack\": 7}").done();

            assertThat(shell.run(kind, "show", name, "--json")
                            .done()
                            .json()
                            .at("/metadata/rack")
                            .asInt())
                    .isEqualTo(7);
        }
    }

    @Test
    void updateOfNothingIsAUsageError() {
        assertThat(shell.run("agent", "update", agent()).ended(ExitCode.USAGE).err())
                .contains("--help");
    }

    @Test
    void agentIsRenamedAndDeletedByName() {
        var agent = agent();
        var renamed = ControlApi.uniqueName("renamed");
        tunnel(agent);
        shell.run("agent", "update", agent, "--name", renamed).done();

        var ended = shell.run("agent", "delete", renamed).done();

        assertThat(ended.out()).isEqualToIgnoringNewLines("Agent deleted, and 1 of its tunnels");
        assertThat(refusal("agent", "show", renamed)).isEqualToIgnoringNewLines("No agent named " + renamed);
    }

    @Test
    void newApiKeyIsAnother() {
        var client = control.createAgent();
        var id = client.id().toString();

        var key = shell.run("agent", "new-api-key", id, "-q").done().out().strip();

        assertThat(key).startsWith("agt_").isNotEqualTo(client.apiKey());
    }

    @Test
    void rotationBegins() {
        assertThat(shell.run("agent", "rotate-key", agent()).done().out())
                .isEqualToIgnoringNewLines("Key rotation started");
    }

    @Test
    void aNameInUseIsRefused() {
        var name = agent();

        assertThat(refusal("agent", "create", name)).contains("An agent named " + name + " already exists");
    }

    @Test
    void sameIdempotencyKeyCreatesOnce() {
        var name = ControlApi.uniqueName("agent");
        var key = UUID.randomUUID().toString();
        var first = shell.run("agent", "create", name, "-q", "--idempotency-key", key)
                .done();

        var again = shell.run("agent", "create", name, "-q", "--idempotency-key", key)
                .done();

        assertThat(again.out()).isEqualTo(first.out());
        assertThat(shell.run("agent", "show", name).exitCode()).isZero();
    }

    @Test
    void tokenWorksUntilItIsRevokedAndDoesWhatItsRoleMay() {
        var name = ControlApi.uniqueName("token");
        var token = shell.run("token", "create", name, "--role", "viewer", "--expires-at", "2099-01-01T00:00:00Z", "-q")
                .done()
                .out()
                .strip();
        var viewer = TestShell.of(control, token);

        viewer.run("agent", "list").done();
        assertThat(viewer.run("agent", "create", "mine")
                        .ended(ExitCode.NOT_ALLOWED)
                        .err())
                .contains("role");
        assertThat(shell.run("token", "list").done().out()).contains(name).doesNotContain(token);
        assertThat(shell.run("token", "revoke", name).done().out()).isEqualToIgnoringNewLines("Token revoked");
        assertThat(viewer.run("agent", "list").ended(ExitCode.NOT_ALLOWED).err())
                .isEqualToIgnoringNewLines("A valid bearer token is required");
    }

    @Test
    void clientsAreThoseConnected() throws Exception {
        var client = control.createAgent();
        client.open("/ws?type=agent").auth().awaitConfig();

        var ended = shell.run("clients").done();

        assertThat(ended.lines().getFirst()).matches("NAME +TYPE +ADDRESS +REPLICA +.*ERROR");
        assertThat(shell.run("clients", "-q").done().lines())
                .contains(client.id().toString());
    }

    @Test
    void auditIsLimitedAndSaysThatThereIsMore() {
        agent();
        agent();

        var ended = shell.run("audit", "--action", "agent", "--limit", "1").done();

        assertThat(ended.lines()).hasSize(2);
        assertThat(ended.lines().get(1)).contains("agent.create");
        assertThat(ended.err()).startsWith("More items exist: shown 1 of ");
    }

    @Test
    void certificatesAreListed() {
        assertThat(shell.run("certificate", "list").done().lines().getFirst())
                .matches("DOMAIN +EXPIRES +RENEWED +ISSUER");
        assertThat(refusal("certificate", "delete", "none.example")).contains("certificate");
        assertThat(refusal("certificate", "show", "*.none.example")).contains("certificate");
    }

    @Test
    void programAndServerHaveTheVersionsOfTheirDocuments() throws IOException {
        var server = control.get("/api/version").expect(200).json();

        assertThat(shell.run("--version").done().out())
                .contains(
                        "kakuremichi-control " + server.path("version").asText(),
                        "commit " + server.path("commit").asText(),
                        server.path("builtAt").asText());
        assertThat(Files.readString(Path.of("src/docs/api/openapi.yaml")))
                .contains("\n  version: " + server.path("apiVersion").asText() + "\n");
        assertThat(Files.readString(Path.of("src/docs/api/asyncapi.yaml")))
                .contains("\n  version: " + server.path("protocolVersion").asText() + "\n");
    }

    @Test
    void resealSaysUnderWhichKeyAllIs() {
        var ended = shell.run("reseal", "--json").done();

        assertThat(ended.json().path("complete").asBoolean()).isTrue();
        assertThat(ended.json().path("failed").asInt()).isZero();
        assertThat(shell.run("audit", "--action", "reseal", "--limit", "1")
                        .done()
                        .out())
                .contains("reseal.create");
    }
}
