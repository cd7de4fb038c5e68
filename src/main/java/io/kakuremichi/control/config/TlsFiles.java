package io.kakuremichi.control.config;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Control's settings of TLS, handed to the framework under its own names: those differ in the number of underscores, and
 * a wrong one is ignored.
 */
public final class TlsFiles implements ConfigSourceFactory {
    /** The name of the source that this factory makes. */
    public static final String NAME = "files of TLS";

    /** As that of variables: the start refuses both names for one thing. */
    private static final int ORDINAL = 300;

    /** The beginning of a name, and its end. */
    private record FrameworkName(String bucket, String rest) {
        /** The framework reads one of the two forms of a bucket's name: the quoted one, if there is any. */
        String in(boolean quoted) {
            return quoted
                    ? "quarkus.tls.\"" + bucket + "\"." + rest.replace(".0.", ".\"0\".")
                    : "quarkus.tls." + bucket + "." + rest;
        }
    }

    private static final Map<String, FrameworkName> NAMES = Map.of(
            "kakuremichi.tls.certificate-file", new FrameworkName("web", "key-store.pem.0.cert"),
            "kakuremichi.tls.key-file", new FrameworkName("web", "key-store.pem.0.key"),
            "kakuremichi.tls.gateways-ca-file", new FrameworkName("web", "trust-store.pem.certs"),
            "kakuremichi.tls.reload-period", new FrameworkName("web", "reload-period"),
            "kakuremichi.oidc.ca-file", new FrameworkName("oidc", "trust-store.pem.certs"));

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        var settings = new HashMap<String, String>();
        NAMES.forEach((ours, name) -> Optional.ofNullable(context.getValue(ours))
                .map(ConfigValue::getValue)
                .filter(value -> !value.isEmpty())
                .ifPresent(value -> settings.put(
                        name.in(isQuotedElsewhere(name.bucket(), context.iterateNames())), literal(name, value))));
        return List.of(new PropertiesConfigSource(settings, NAME, ORDINAL));
    }

    /** Variables with double underscores are read as quoted names. */
    private static boolean isQuotedElsewhere(String bucket, Iterator<String> names) {
        var quoted = "quarkus.tls.\"" + bucket + "\".";
        var variable = "QUARKUS_TLS__" + bucket + "__";
        while (names.hasNext()) {
            var name = names.next();
            if (name.startsWith(quoted) || name.regionMatches(true, 0, variable, 0, variable.length())) {
                return true;
            }
        }
        return false;
    }

    /** A dollar sign begins an expression in a setting, and a comma ends an element of a list. */
    private static String literal(FrameworkName name, String path) {
        var text = path.replace("$", "\\$");
        return name.rest().endsWith(".certs") ? text.replace(",", "\\,") : text;
    }
}
