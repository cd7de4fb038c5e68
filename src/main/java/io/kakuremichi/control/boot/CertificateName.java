package io.kakuremichi.control.boot;

import io.smallrye.config.SmallRyeConfig;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Selects the TLS settings of the public port: those named {@code quarkus.tls.web}, or the unnamed ones. The unnamed
 * ones apply to the management port as well, so probes then need TLS.
 */
final class CertificateName {
    private static final Logger LOG = Logger.getLogger(CertificateName.class);
    private static final String SETTING = "quarkus.http.tls-configuration-name";

    private static final Pattern PEM_VARIABLE =
            Pattern.compile("QUARKUS_TLS_(?<web>WEB_)?KEY_STORE_PEM_(?<number>\\d+)_(?<part>CERT|KEY)");

    private CertificateName() {}

    /** Runs before Quarkus reads its settings. */
    static void choose(SmallRyeConfig config) {
        understand(config);
        if (hasKeyStore(config, "quarkus.tls.key.store.") && !hasKeyStore(config, "quarkus.tls.web.key.store.")) {
            LOG.warn(
                    "The unnamed certificate also applies to the management port: with QUARKUS_TLS_WEB_KEY_STORE_PEM_0_CERT"
                            + " and _KEY, probes and metrics stay without TLS");
            System.setProperty(SETTING, "");
        }
    }

    /**
     * Quarkus only accepts {@code …PEM__0__CERT}, because the number is a map key, and silently ignores the more
     * obvious form.
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
                // The name of a variable does not show which of its separators were hyphens.
                .map(name -> name.replaceAll("[^A-Za-z0-9]+", ".").toLowerCase(Locale.ROOT))
                .anyMatch(name -> name.startsWith(prefix));
    }
}
