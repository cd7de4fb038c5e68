package io.kakuremichi.control.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kakuremichi.control.config.ControlConfig;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Environment variables that set something when Control starts: its own, and those that Quarkus' extensions document. */
public final class KnownSettings {
    /** The build and the entry point set them. */
    private static final Set<String> NOT_FOR_PEOPLE = Set.of("kakuremichi.dev-mode", "kakuremichi.database.embedded");

    private static final String MODEL = "META-INF/quarkus-config-doc/quarkus-config-model.json";

    /** A part of a name that the user chooses, as Quarkus' documentation writes it. */
    private static final Pattern CHOSEN = Pattern.compile("__[A-Z0-9_]+?__");

    private static final Set<String> OWN =
            ConfigMappings.getProperties(ConfigClass.configClass(ControlConfig.class)).keySet().stream()
                    .filter(name -> !NOT_FOR_PEOPLE.contains(name))
                    .map(KnownSettings::variable)
                    .collect(Collectors.toSet());

    private static final Set<Pattern> OF_QUARKUS = ofQuarkus();

    private KnownSettings() {}

    /** Whether that environment variable sets something. */
    public static boolean contains(String variable) {
        return OWN.contains(variable)
                || OF_QUARKUS.stream().anyMatch(name -> name.matcher(variable).matches());
    }

    private static String variable(String property) {
        return StringUtil.replaceNonAlphanumericByUnderscores(property).toUpperCase(Locale.ROOT);
    }

    private static Set<Pattern> ofQuarkus() {
        try {
            var names = new HashSet<String>();
            for (var model :
                    Collections.list(KnownSettings.class.getClassLoader().getResources(MODEL))) {
                try (var content = model.openStream()) {
                    collect(new ObjectMapper().readTree(content), names);
                }
            }
            return names.stream()
                    .map(name -> Pattern.compile(CHOSEN.matcher(name).replaceAll("_+[A-Z0-9_]+?_+")))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is fixed when the program is built is left out: as a variable it would change nothing. */
    private static void collect(JsonNode node, Set<String> names) {
        if (node.path("phase").asText().equals("RUN_TIME")) {
            node.findValuesAsText("environmentVariable").forEach(names::add);
        } else {
            node.forEach(child -> collect(child, names));
        }
    }
}
