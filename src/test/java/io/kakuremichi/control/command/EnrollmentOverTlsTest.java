package io.kakuremichi.control.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestAuthority;
import io.kakuremichi.control.session.TlsProfile;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code enroll} against a Control whose gateways need a client certificate. */
@ControlTest
@TestProfile(TlsProfile.class)
class EnrollmentOverTlsTest {
    private final ControlApi plain = ControlApi.ofTest();

    @TestHTTPResource(value = "/", tls = true)
    URI address;

    @TempDir
    Path directory;

    @Test
    void gatewayEnrollsWithTheCertificateThatItShows() {
        var authorities = directory.resolve("ca.crt");
        TlsProfile.AUTHORITY.write(authorities);
        var machine = new TestShell()
                .with("KAKUREMICHI_URL", address.toString())
                .with("KAKUREMICHI_CA_FILE", authorities.toString())
                .with("KAKUREMICHI_ENROLLMENT_KEY", gatewayKey());

        assertThat(machine.run("enroll").ended(ExitCode.NOT_ALLOWED).err()).contains("certificate");
        assertThat(shows(machine, new TestAuthority("stranger")).run("enroll").exitCode())
                .isNotZero();
        assertThat(shows(machine, TlsProfile.AUTHORITY).run("enroll").done().out())
                .startsWith("API_KEY=gtw_");
    }

    private TestShell shows(TestShell machine, TestAuthority authority) {
        var certificate = directory.resolve("client.crt");
        var key = directory.resolve("client.key");
        authority.issue("gateway").write(certificate, key);
        return machine.with("KAKUREMICHI_CLIENT_CERTIFICATE_FILE", certificate.toString())
                .with("KAKUREMICHI_CLIENT_KEY_FILE", key.toString());
    }

    private String gatewayKey() {
        return plain.post("/api/enrollment-keys", """
                        {"name": "%s", "type": "gateway"}""".formatted(ControlApi.uniqueName("key")))
                .expect(201)
                .text("key");
    }
}
