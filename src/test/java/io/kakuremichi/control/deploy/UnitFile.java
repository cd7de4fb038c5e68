package io.kakuremichi.control.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A unit file of systemd: for each directive all its values, in order. */
record UnitFile(Map<String, List<String>> directives) {
    static UnitFile read(String name) {
        var directives = new LinkedHashMap<String, List<String>>();
        for (var line : DeployFiles.read("systemd/" + name).lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#") && !line.startsWith("[")) {
                assertThat(line).matches("[A-Z]\\w+=.*");
                var equals = line.indexOf('=');
                directives
                        .computeIfAbsent(line.substring(0, equals), directive -> new ArrayList<>())
                        .add(line.substring(equals + 1));
            }
        }
        return new UnitFile(directives);
    }

    List<String> all(String directive) {
        return directives.getOrDefault(directive, List.of());
    }

    String one(String directive) {
        assertThat(all(directive)).as(directive).hasSize(1);
        return all(directive).getFirst();
    }

    /** A time span, written as {@code 90s} or {@code 2min}. */
    Duration duration(String directive) {
        return Duration.parse("PT" + one(directive).replace("min", "m"));
    }

    /** What {@code Environment=} sets. */
    Map<String, String> environment() {
        var variables = new LinkedHashMap<String, String>();
        for (var assignment : all("Environment")) {
            var equals = assignment.indexOf('=');
            variables.put(assignment.substring(0, equals), assignment.substring(equals + 1));
        }
        return variables;
    }

    /** The files under which its secrets appear, as {@code Environment=} may name them. */
    List<String> credentials() {
        return all("LoadCredential").stream()
                .map(credential -> "/run/credentials/%n/" + credential.substring(0, credential.indexOf(':')))
                .toList();
    }
}
