package io.kakuremichi.control.browser;

import io.kakuremichi.control.access.TestIssuer;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.ExternalDatabase;
import io.kakuremichi.control.harness.FreePort;
import io.kakuremichi.control.harness.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One packaged Control, which trusts an OIDC issuer, and its database: started for the first test of this JVM, ended with the JVM. */
final class SharedControl {
    private static SharedControl instance;

    private final ExternalDatabase database;
    private final ControlProcess process;
    private final TestIssuer issuer;
    private final URI issuerOrigin;
    private final int tlsPort;
    private Scene scene;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    private SharedControl() throws IOException {
        var issuerPort = FreePort.find();
        issuer = new TestIssuer(issuerPort).start();
        issuer.codeFlow().signIn("operator@example.com", "ops");
        issuerOrigin = URI.create("http://localhost:" + issuerPort);
        database = ExternalDatabase.start(Files.createTempDirectory(Path.of("target"), "browser-control")
                .toAbsolutePath()
                .resolve("database"));
        tlsPort = FreePort.find();
        process = replica("one", settings(issuerPort));
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    }

    private Map<String, String> settings(int issuerPort) throws IOException {
        var directory =
                Files.createTempDirectory(Path.of("target"), "browser-tls").toAbsolutePath();
        var certificate = directory.resolve("tls.crt");
        var key = directory.resolve("tls.key");
        new TestAuthority("browsers").issue("localhost").write(certificate, key);
        var settings = new HashMap<>(TestIssuer.settings(issuerPort));
        settings.put("kakuremichi.tls.certificate-file", certificate.toString());
        settings.put("kakuremichi.tls.key-file", key.toString());
        settings.put("quarkus.http.ssl-port", String.valueOf(tlsPort));
        return settings;
    }

    static synchronized SharedControl get() {
        try {
            if (instance == null) {
                instance = new SharedControl();
            }
            return instance;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        try {
            process.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        issuer.stop();
        database.close();
    }

    /** Starts one more replica over the same database. */
    ControlProcess replica(String name, Map<String, String> properties) throws IOException {
        var settings = new HashMap<String, String>();
        properties.forEach((property, value) ->
                settings.put(property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"), value));
        return database.replica(name, database.proxy(), settings);
    }

    ControlApi api() {
        return process.api();
    }

    ExternalDatabase database() {
        return database;
    }

    /** Where it answers with a certificate of its own, which no browser trusts. */
    URI tlsBase() {
        return URI.create("https://localhost:" + tlsPort);
    }

    URI issuerOrigin() {
        return issuerOrigin;
    }

    /** Objects of every kind, made at the first call. */
    synchronized Scene scene() {
        if (scene == null) {
            scene = new Scene(api());
        }
        return scene;
    }

    /** A token of that role, the same for all tests. */
    String token(String role) {
        return tokens.computeIfAbsent(
                role, missing -> api().createToken(missing).text("token"));
    }
}
