package io.kakuremichi.control.boot;

import io.kakuremichi.control.config.ControlConfig;
import io.quarkus.runtime.ImageMode;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Says at a terminal, once the server listens, where everything is and how to continue. Prints nothing where a program reads the
 * output.
 */
@Singleton
class Welcome {
    private final ControlConfig config;
    private final TlsConfigurationRegistry certificates;
    private final String version;
    private final boolean terminal;
    private final AtomicBoolean shown = new AtomicBoolean();

    Welcome(
            ControlConfig config,
            TlsConfigurationRegistry certificates,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.config = config;
        this.certificates = certificates;
        this.version = version;
        this.terminal = LogFormat.isAtTerminal() && !ControlServer.isDevMode();
    }

    void onHttp(@ObservesAsync HttpServerStart start) {
        // With a certificate, agents and gateways use the other port.
        if (!hasCertificate()) {
            show("http", start.options().getPort());
        }
    }

    void onHttps(@ObservesAsync HttpsServerStart start) {
        show("https", start.options().getPort());
    }

    private boolean hasCertificate() {
        return certificates
                .get("web")
                .filter(web -> web.getKeyStoreOptions() != null)
                .isPresent();
    }

    private void show(String scheme, int port) {
        if (terminal && shown.compareAndSet(false, true)) {
            System.out.print(text(
                    version, scheme + "://localhost:" + port, config.console().enabled(), data(), key(), program()));
        }
    }

    private String data() {
        return config.database().embedded()
                ? config.dataDir().toAbsolutePath().toString()
                : "in the configured PostgreSQL";
    }

    private String key() {
        return config.encryptionKeyFile()
                .map(Path::toAbsolutePath)
                .map(Path::toString)
                .orElse("as configured");
    }

    /** What the user types to run a command. */
    private static String program() {
        var name = System.getProperty("control.program");
        if (name != null) {
            return name;
        }
        return ImageMode.current() == ImageMode.NATIVE_RUN
                ? "kakuremichi-control"
                : "java -jar " + System.getProperty("java.class.path");
    }

    static String text(String version, String url, boolean console, String data, String key, String program) {
        var address = console ? url + "/console/ in a browser, " + url + "/api" : url + "/api";
        return """

                kakuremichi Control %s is ready.

                  Open   %s, with your admin token
                  Data   %s
                  Key    %s
                         Copy it to another place too: without it the private keys in the data are lost.
                  Next   KAKUREMICHI_TOKEN=your-admin-token %s agent create office
                  Docs   README.md and src/docs/README.md of the sources
                  Stop   Ctrl-C

                """.formatted(version, address, data, key, program);
    }
}
