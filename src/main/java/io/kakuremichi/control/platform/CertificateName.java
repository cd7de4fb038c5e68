package io.kakuremichi.control.platform;

import io.smallrye.config.SmallRyeConfig;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Which TLS settings of Quarkus the public port has: those of {@code quarkus.tls.web}, or those without a name. The latter are the
 * management port's too, whoever probes it then has to speak TLS.
 */
final class CertificateName {
    private static final Logger LOG = Logger.getLogger(CertificateName.class);
    private static final String SETTING = "quarkus.http.tls-configuration-name";

    private CertificateName() {}

    /** Before Quarkus reads its settings. */
    static void choose(SmallRyeConfig config) {
        if (hasKeyStore(config, "quarkus.tls.key.store.") && !hasKeyStore(config, "quarkus.tls.web.key.store.")) {
            LOG.warn(
                    "The certificate has no name, so the management port has it, too: with QUARKUS_TLS_WEB_KEY_STORE_PEM__0__CERT"
                            + " and __KEY, probes and metrics stay without TLS");
            System.setProperty(SETTING, "");
        }
    }

    static boolean hasKeyStore(SmallRyeConfig config, String prefix) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                // A variable's name has lost which of its separators were hyphens.
                .map(name -> name.replaceAll("[^A-Za-z0-9]+", ".").toLowerCase(Locale.ROOT))
                .anyMatch(name -> name.startsWith(prefix));
    }
}
