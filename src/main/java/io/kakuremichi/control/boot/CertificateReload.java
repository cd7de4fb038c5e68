package io.kakuremichi.control.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kakuremichi.control.config.ControlConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Checks certificates that the framework reads again while Control runs. It would serve a certificate with the key of
 * another one, and says nothing about a file that it can't read. What does not pass is not used; the reason is logged
 * once.
 */
@Singleton
class CertificateReload {
    private static final Logger LOG = Logger.getLogger(CertificateReload.class);

    private final ControlConfig config;
    private final Vertx vertx;
    private final AtomicReference<String> logged = new AtomicReference<>("");

    CertificateReload(ControlConfig config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        config.tls()
                .reloadPeriod()
                .ifPresent(period -> vertx.setPeriodic(
                        period.toMillis(),
                        timer -> vertx.executeBlocking(() -> {
                            checkFiles();
                            return null;
                        })));
    }

    /** Before the framework's own observer, which updates the servers. An exception ends the update, and is logged nowhere. */
    void check(@Observes @Priority(1) CertificateUpdatedEvent event) {
        if (event.tlsConfiguration().getKeyStoreOptions() instanceof PemKeyCertOptions pem) {
            var fault = IntStream.range(0, pem.getCertValues().size())
                    .mapToObj(i -> fault(pem, i))
                    .flatMap(Optional::stream)
                    .findFirst();
            report(fault);
            fault.ifPresent(why -> {
                throw new IllegalStateException(why);
            });
        }
    }

    private static Optional<String> fault(PemKeyCertOptions pem, int index) {
        var certificate = pem.getCertValues().get(index).toString(UTF_8);
        var key = pem.getKeyValues().get(index).toString(UTF_8);
        return CertificateFiles.fault(certificate, key).or(() -> CertificateFiles.outdated(certificate, Instant.now()));
    }

    private void checkFiles() {
        var tls = config.tls();
        try {
            read("KAKUREMICHI_TLS_CERTIFICATE_FILE", tls.certificateFile());
            read("KAKUREMICHI_TLS_KEY_FILE", tls.keyFile());
            read("KAKUREMICHI_TLS_GATEWAYS_CA_FILE", tls.gatewaysCaFile());
        } catch (IllegalStateException e) {
            report(Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private static void read(String setting, Optional<Path> file) {
        file.ifPresent(path -> new CertificateFiles.Named(setting, path).read());
    }

    private void report(Optional<String> fault) {
        var text = fault.orElse("");
        if (!logged.getAndSet(text).equals(text) && !text.isEmpty()) {
            LOG.warnf("The certificate was not renewed, the one before stays in use: %s", text);
        }
    }
}
