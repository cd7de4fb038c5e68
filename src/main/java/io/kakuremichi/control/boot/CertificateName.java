package io.kakuremichi.control.boot;

import io.smallrye.config.SmallRyeConfig;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Which TLS settings of Quarkus the public port has: those of {@code quarkus.tls.web}, or those without a name. The latter are the
 * management port's too, whoever probes it then has to speak TLS.
 */
final class CertificateName {
    private static final Logger LOG = Logger.getLogger(CertificateName.class);
    private static final String SETTING = "quarkus.http.tls-configuration-name";

    private static final Pattern PEM_VARIABLE =
            Pattern.compile("QUARKUS_TLS_(?<web>WEB_)?KEY_STORE_PEM_(?<number>\\d+)_(?<part>CERT|KEY)");

    private CertificateName() {}

    /** Before Quarkus reads its settings. */
    static void choose(SmallRyeConfig config) {
        understand(config);
        if (hasKeyStore(config, "quarkus.tls.key.store.") && !hasKeyStore(config, "quarkus.tls.web.key.store.")) {
            LOG.warn(
                    "The certificate has no name, so the management port has it, too: with QUARKUS_TLS_WEB_KEY_STORE_PEM_0_CERT"
                            + " and _KEY, probes and metrics stay without TLS");
            System.setProperty(SETTING, "");
        }
    }

    /**
     * Quarkus itself understands only {@code …PEM__0__CERT}, since the number is a key of its own, and says nothing of the form that
     * everybody would write.
     */
    private static void understand(SmallRyeConfig config) {
        for (var name : config.getPropertyNames()) {
            var variable = PEM_VARIABLE.matcher(name);
            if (variable.matches()) {
                var property = "quarkus.tls.%skey-store.pem.%s.%s"
                        .formatted(
                                variable.group("web") == null ? "" : "web.",
                                variable.group("number"),
                                variable.group("part").toLowerCase(Locale.ROOT));
                System.setProperty(property, config.getValue(name, String.class));
            }
        }
    }

    private static boolean hasKeyStore(SmallRyeConfig config, String prefix) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                // A variable's name has lost which of its separators were hyphens.
                .map(name -> name.replaceAll("[^A-Za-z0-9]+", ".").toLowerCase(Locale.ROOT))
                .anyMatch(name -> name.startsWith(prefix));
    }
}
