package io.kakuremichi.control.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import org.junit.jupiter.api.Test;

/** The commands for tunnels against a Control that runs. */
@ControlTest
class TunnelCommandsTest extends RunningCommands {
    @Test
    void tunnelIsDisabledAndEnabledByItsDomain() {
        var domain = tunnel(agent());

        assertThat(shell.run("tunnel", "disable", domain.toUpperCase(java.util.Locale.ROOT), "--json")
                        .done()
                        .json()
                        .path("enabled")
                        .asBoolean())
                .isFalse();
        assertThat(shell.run("tunnel", "enable", domain, "--json")
                        .done()
                        .json()
                        .path("enabled")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void tunnelBecomesAProxyAndIsNoneAnyMore() {
        var domain = ControlApi.uniqueDomain();
        var created = shell.run(
                        "tunnel",
                        "create",
                        domain,
                        "--agent",
                        agent(),
                        "--target",
                        "localhost:1",
                        "--http-proxy",
                        "--json")
                .done()
                .json();
        var changed = shell.run("tunnel", "update", domain, "--no-http-proxy", "--socks-proxy", "--json")
                .done()
                .json();

        assertThat(created.path("httpProxyEnabled").asBoolean()).isTrue();
        assertThat(created.path("socksProxyEnabled").asBoolean()).isFalse();
        assertThat(changed.path("httpProxyEnabled").asBoolean()).isFalse();
        assertThat(changed.path("socksProxyEnabled").asBoolean()).isTrue();
    }

    @Test
    void tunnelMovesToAnotherAgentAndIsDeleted() {
        var domain = tunnel(agent());
        var other = agent();

        var moved = shell.run("tunnel", "update", domain, "--agent", other, "--target", "[::1]:80", "--json")
                .done()
                .json();

        assertThat(moved.path("agentName").asText()).isEqualTo(other);
        assertThat(moved.path("target").asText()).isEqualTo("[::1]:80");
        assertThat(shell.run("tunnel", "show", domain).done().out()).containsPattern("agentName +" + other);
        assertThat(shell.run("tunnel", "delete", domain).done().out()).isEqualToIgnoringNewLines("Tunnel deleted");
        shell.run("tunnel", "show", domain).ended(ExitCode.REFUSED);
    }

    @Test
    void takenDomainIsRefusedInControlsWords() {
        var agent = agent();
        var domain = tunnel(agent);

        assertThat(refusal("tunnel", "create", domain, "--agent", agent, "--target", "localhost:1"))
                .isEqualToIgnoringNewLines("A tunnel for " + domain + " already exists");
    }

    @Test
    void badInputIsRefusedFieldByField() {
        var ended = shell.run("tunnel", "create", "not a domain", "--agent", agent(), "--target", "nowhere");

        assertThat(ended.ended(ExitCode.REFUSED).err())
                .contains(": domain ", "; target ")
                .hasLineCount(1);
        assertThat(ended.out()).isEmpty();
    }
}
