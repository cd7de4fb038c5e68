package io.kakuremichi.control.session;

import io.kakuremichi.control.harness.TestAuthority;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Control with a certificate, which gateways answer with one of their own, and without the console. */
public class TlsProfile implements QuarkusTestProfile {
    static final String NAME = "web";
    static final Path CERTIFICATE = file("tls.crt");
    static final Path KEY = file("tls.key");

    /** Of the class that the test sees too. */
    public static final TestAuthority AUTHORITY = new TestAuthority("authority");

    private static final Path TRUSTED = file("ca.crt");

    @Override
    public Map<String, String> getConfigOverrides() {
        AUTHORITY.write(TRUSTED);
        AUTHORITY.issue("first").write(CERTIFICATE, KEY);
        return Map.of(
                "kakuremichi.console.enabled",
                "false",
                "kakuremichi.tls.certificate-file",
                CERTIFICATE.toString(),
                "kakuremichi.tls.key-file",
                KEY.toString(),
                "kakuremichi.tls.gateways-ca-file",
                TRUSTED.toString(),
                "kakuremichi.tls.required",
                "true",
                "kakuremichi.tls.gateways-need-certificate",
                "true");
    }

    private static Path file(String name) {
        try {
            return Files.createDirectories(Path.of("target", "tls"))
                    .resolve(name)
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
