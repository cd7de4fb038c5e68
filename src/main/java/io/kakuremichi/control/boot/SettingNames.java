package io.kakuremichi.control.boot;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SysPropConfigSource;
import io.smallrye.config.common.utils.StringUtil;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The names of settings in all sources: variables, system properties, files. A name that sets nothing is a mistake, and
 * the start is refused: {@code KAKUREMICHI_TLS_REQUIERD=false} would otherwise have no effect, and nobody would notice.
 */
final class SettingNames {
    /** Variables of the command line, which a server may have in its environment as well. */
    private static final Set<String> OF_COMMANDS = Set.of(
            "KAKUREMICHI_URL",
            "KAKUREMICHI_TOKEN",
            "KAKUREMICHI_TOKEN_FILE",
            "KAKUREMICHI_CA_FILE",
            "KAKUREMICHI_CLIENT_CERTIFICATE_FILE",
            "KAKUREMICHI_CLIENT_KEY_FILE",
            "KAKUREMICHI_ENROLLMENT_KEY",
            "KAKUREMICHI_ENROLLMENT_KEY_FILE");

    /** Kubernetes sets these in each pod for every Service of the namespace, here those named kakuremichi-…. */
    private static final Pattern OF_KUBERNETES = Pattern.compile(
            "KAKUREMICHI(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    private static final Pattern PORT_OF_KUBERNETES = Pattern.compile("KAKUREMICHI(_[A-Z0-9_]+)?_PORT");
    private static final Pattern ADDRESS_OF_KUBERNETES = Pattern.compile("(tcp|udp|sctp)://.*");

    /** The prefix of a name that is valid in one profile of the framework, as in {@code %prod.kakuremichi.data-dir}. */
    private static final Pattern PROFILE = Pattern.compile("^%[^.]+\\.");

    private static final Pattern PROFILE_OF_VARIABLE = Pattern.compile("^_[A-Z0-9]+_(?=KAKUREMICHI_)");
    private static final Pattern INDEX = Pattern.compile("\\[[0-9]+]$");
    private static final Pattern INDEX_OF_VARIABLE = Pattern.compile("_[0-9]+_$");

    /** How the framework names a source that is a file. */
    private static final Pattern FILE = Pattern.compile("^\\w+\\[source=(?:file:)?(?://)?(.*)]$");

    private static final String PREFIX = "kakuremichi.";
    private static final String VARIABLE_PREFIX = "KAKUREMICHI_";

    /** Names of other programs differ from ours in more letters. */
    private static final int MISSPELLED = 2;

    private SettingNames() {}

    /** @throws IllegalStateException with one sentence that names the unknown setting and the nearest known one */
    static void check(SmallRyeConfig config) {
        for (var source : config.getConfigSources()) {
            for (var name : source.getPropertyNames()) {
                fault(source, name).ifPresent(fault -> {
                    throw new IllegalStateException(fault);
                });
            }
        }
    }

    private static Optional<String> fault(ConfigSource source, String name) {
        if (source instanceof EnvConfigSource) {
            // Names with quotation marks are the framework's readings of names with two underscores.
            return name.contains("\"") ? Optional.empty() : faultOfVariable(source, name);
        }
        var property = PROFILE.matcher(name).replaceFirst("");
        if (property.startsWith(VARIABLE_PREFIX)) {
            return Optional.of("%s is the name of a variable: %s"
                    .formatted(located(source, name), instead(property, SettingNames::properties)));
        }
        if (isKnown(INDEX.matcher(property).replaceFirst(""), source) || !isMeant(property, PREFIX, properties())) {
            return Optional.empty();
        }
        return Optional.of("%s is not a setting: %s"
                .formatted(located(source, name), instead(property, SettingNames::properties)));
    }

    private static String located(ConfigSource source, String name) {
        return source instanceof SysPropConfigSource
                ? "the system property " + name
                : name + " in " + FILE.matcher(source.getName()).replaceFirst("$1");
    }

    private static boolean isKnown(String property, ConfigSource source) {
        return SettingRules.of(property)
                .filter(rule -> SettingRules.isForPeople(rule) || source instanceof SysPropConfigSource)
                .isPresent();
    }

    private static Optional<String> faultOfVariable(ConfigSource source, String name) {
        var variable = PROFILE_OF_VARIABLE.matcher(variable(name)).replaceFirst("");
        var known = OF_COMMANDS.contains(variable)
                || isOfKubernetes(variable, String.valueOf(source.getValue(name)))
                || variables()
                        .anyMatch(each -> each.equals(variable)
                                || each.equals(
                                        INDEX_OF_VARIABLE.matcher(variable).replaceFirst("")));
        if (known || !isMeant(variable, VARIABLE_PREFIX, variables())) {
            return Optional.empty();
        }
        return Optional.of("%s is not a setting: %s".formatted(name, instead(variable, SettingNames::variables)));
    }

    /** The framework reads variables in lower case and with dots as well. */
    private static String variable(String name) {
        return StringUtil.replaceNonAlphanumericByUnderscores(name).toUpperCase(Locale.ROOT);
    }

    private static boolean isOfKubernetes(String variable, String value) {
        return OF_KUBERNETES.matcher(variable).matches()
                || PORT_OF_KUBERNETES.matcher(variable).matches()
                        && ADDRESS_OF_KUBERNETES.matcher(value).matches();
    }

    /** Whether the name was meant to be one of ours: it has our prefix, or is nearly the name of a setting. */
    private static boolean isMeant(String name, String prefix, Stream<String> known) {
        return name.startsWith(prefix)
                || name.regionMatches(true, 0, prefix, 0, 3)
                        && known.anyMatch(each -> distance(each, name) <= MISSPELLED);
    }

    private static String instead(String name, Supplier<Stream<String>> known) {
        var words = variable(name);
        return "did you mean "
                + known.get()
                        .min(Comparator.comparing((String each) -> !abbreviates(words, variable(each)))
                                .thenComparing(each -> distance(variable(each), words)))
                        .orElseThrow()
                + "?";
    }

    /** Whether all words are beginnings of words of the known name, in its order: TLS_CERT, TLS_CERTIFICATE_FILE. */
    private static boolean abbreviates(String name, String known) {
        var words = Arrays.asList(name.split("_", -1)).iterator();
        var word = words.next();
        for (var each : known.split("_", -1)) {
            if (each.startsWith(word)) {
                if (!words.hasNext()) {
                    return true;
                }
                word = words.next();
            }
        }
        return false;
    }

    private static Stream<String> properties() {
        return SettingRules.all().filter(SettingRules::isForPeople).map(SettingRule::property);
    }

    private static Stream<String> variables() {
        return SettingRules.all().filter(SettingRules::isForPeople).map(SettingRule::variable);
    }

    /** Levenshtein's distance: the least number of letters to insert, delete or replace. */
    static int distance(String one, String other) {
        var row = new int[other.length() + 1];
        for (var j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (var i = 1; i <= one.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j < row.length; j++) {
                var replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], diagonal));
            }
        }
        return row[other.length()];
    }
}
