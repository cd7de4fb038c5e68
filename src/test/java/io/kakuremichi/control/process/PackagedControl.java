package io.kakuremichi.control.process;

import io.kakuremichi.control.access.TestIssuer;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.FreePort;
import io.kakuremichi.control.harness.TestAuthority;
import io.kakuremichi.control.harness.TestDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What the packaged Control of an integration test is given: no database, so that it starts its own; TLS on a port of its own; an OIDC
 * issuer.
 */
public class PackagedControl implements QuarkusTestResourceLifecycleManager {
    private static final String ADMIN_TOKEN = TestDatabase.ADMIN_TOKEN;

    private Running running;

    /**
     * Where it is.
     *
     * @param api by plain text
     * @param issuer the issuer that it trusts
     */
    public record Running(ControlApi api, ControlApi management, ControlApi overTls, Path dataDir, TestIssuer issuer) {}

    @Override
    public Map<String, String> start() {
        try {
            var directory = Files.createTempDirectory("control-packaged");
            var dataDir = directory.resolve("data");
            var authority = new TestAuthority("packaged");
            var certificate = directory.resolve("tls.crt");
            var key = directory.resolve("tls.key");
            authority.issue("localhost").write(certificate, key);
            var port = FreePort.find();
            var tlsPort = FreePort.find();
            var managementPort = FreePort.find();

            var issuerPort = FreePort.find();
            var settings = new HashMap<>(TestIssuer.settings(issuerPort));
            running = new Running(
                    api("http", port),
                    api("http", managementPort),
                    ControlApi.overTls(
                            URI.create("https://localhost:" + tlsPort), ADMIN_TOKEN, authority.trusting(null)),
                    dataDir,
                    new TestIssuer(issuerPort).start());
            settings.put("kakuremichi.admin-token", ADMIN_TOKEN);
            settings.put("kakuremichi.data-dir", dataDir.toString());
            settings.put("kakuremichi.database.binaries-dir", TestDatabase.BINARIES.toString());
            settings.put("kakuremichi.drain.duration", "200ms");
            settings.put("quarkus.http.port", String.valueOf(port));
            settings.put("quarkus.http.ssl-port", String.valueOf(tlsPort));
            settings.put("quarkus.management.port", String.valueOf(managementPort));
            settings.put("kakuremichi.tls.certificate-file", certificate.toString());
            settings.put("kakuremichi.tls.key-file", key.toString());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ControlApi api(String scheme, int port) {
        return new ControlApi(URI.create(scheme + "://localhost:" + port), ADMIN_TOKEN);
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(running, new TestInjector.MatchesType(Running.class));
    }

    @Override
    public void stop() {
        if (running != null) {
            running.issuer().stop();
        }
    }
}
