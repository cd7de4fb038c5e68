package io.kakuremichi.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.harness.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** Which servers a command trusts, and what it shows them. */
@Execution(CONCURRENT)
class TlsOfCommandsTest {
    private static final String NO_AGENTS = "{\"agents\": [], \"total\": 0, \"nextCursor\": null}";

    private final TestShell shell =
            new TestShell().with("KAKUREMICHI_TOKEN", "a-token").with("KAKUREMICHI_URL", "https://127.0.0.1:1");

    @TempDir
    Path directory;

    @Test
    void untrustedCertificateIsExplainedWithoutJavasNames() throws IOException {
        var authority = new TestAuthority("own");
        try (var server = StandIn.overTls(
                authority.trusting(authority.issue("control")), exchange -> StandIn.answer(exchange, 200, NO_AGENTS))) {
            assertThat(server.shell()
                            .run("agent", "list")
                            .ended(ExitCode.UNREACHABLE)
                            .err())
                    .contains("is not trusted", "--ca-file")
                    .doesNotContain("java", "sun.", "PKIX", "Exception");
        }
    }

    @Test
    void ownAuthorityIsTrustedWhenItIsNamed() throws IOException {
        var authority = new TestAuthority("own");
        var file = directory.resolve("ca.pem");
        authority.write(file);
        try (var server = StandIn.overTls(
                authority.trusting(authority.issue("control")), exchange -> StandIn.answer(exchange, 200, NO_AGENTS))) {
            server.shell().run("agent", "list", "--ca-file", file.toString()).done();
            server.shell()
                    .with("KAKUREMICHI_CA_FILE", file.toString())
                    .run("agent", "list")
                    .done();
            assertThat(server.shell()
                            .run("agent", "list")
                            .ended(ExitCode.UNREACHABLE)
                            .err())
                    .contains("--ca-file");
        }
    }

    @Test
    void clientCertificateIsShownToAServerThatDemandsOne() throws IOException {
        var authority = new TestAuthority("own");
        var authorities = directory.resolve("ca.pem");
        authority.write(authorities);
        var certificate = directory.resolve("client.crt").toString();
        var key = directory.resolve("client.key").toString();
        authority.issue("machine").write(Path.of(certificate), Path.of(key));
        try (var server = StandIn.demandingCertificates(
                authority.trusting(authority.issue("control")), exchange -> StandIn.answer(exchange, 200, NO_AGENTS))) {
            var shell = server.shell().with("KAKUREMICHI_CA_FILE", authorities.toString());

            shell.run("clients", "--client-certificate-file", certificate).ended(ExitCode.USAGE);
            assertThat(shell.run("agent", "list").ended(ExitCode.UNREACHABLE).err())
                    .contains("demands a client certificate");
            shell.run("agent", "list", "--client-certificate-file", certificate, "--client-key-file", key)
                    .done();
            shell.with("KAKUREMICHI_CLIENT_CERTIFICATE_FILE", certificate)
                    .with("KAKUREMICHI_CLIENT_KEY_FILE", key)
                    .run("agent", "list")
                    .done();
        }
    }

    @Test
    void wrongAuthoritiesAreAUsageError() throws IOException {
        var empty = Files.createFile(directory.resolve("ca.pem"));

        assertThat(shell.run("clients", "--ca-file", empty.toString())
                        .ended(ExitCode.USAGE)
                        .err())
                .contains("ca.pem");
        var none = directory.resolve("none").toString();
        assertThat(shell.run("clients", "--ca-file", none).ended(ExitCode.USAGE).err())
                .contains("--ca-file cannot be read: " + none + " does not exist");
        assertThat(shell.run("clients", "--ca-file", directory.toString())
                        .ended(ExitCode.USAGE)
                        .err())
                .contains("--ca-file is a directory: " + directory);
    }

    @Test
    void clientCertificateThatCannotBeUsedIsAUsageError() throws IOException {
        var authority = new TestAuthority("own");
        var certificate = directory.resolve("client.crt");
        var key = directory.resolve("client.key");
        authority.issue("other").write(directory.resolve("other.crt"), key);
        authority.issue("machine").write(certificate, directory.resolve("machine.key"));

        assertThat(certified(certificate, key)).contains("client.key does not belong");
        assertThat(certified(key, key)).contains("No PEM certificate in " + key);
        assertThat(certified(certificate, certificate)).contains("No PEM private key in " + certificate);
        assertThat(certified(certificate, directory)).contains("--client-key-file is a directory: " + directory);
    }

    private String certified(Path certificate, Path key) {
        return shell.run(
                        "clients",
                        "--client-certificate-file",
                        certificate.toString(),
                        "--client-key-file",
                        key.toString())
                .ended(ExitCode.USAGE)
                .err();
    }
}
