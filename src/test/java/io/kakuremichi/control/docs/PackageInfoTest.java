package io.kakuremichi.control.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/** The types that descriptions of packages name exist. */
@Execution(CONCURRENT)
class PackageInfoTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*\\*.*\\*/");
    private static final Pattern DECLARATION = Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w*)");

    /** Of two words at least, or with a method. */
    private static final Pattern NAME =
            Pattern.compile("\\b(?:([A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+)\\b|([A-Z][a-z]\\w*)\\.[a-z]\\w*)");

    /** Of others: products, and types of frameworks and of the build. */
    private static final Set<String> FOREIGN =
            Set.of("OpenTelemetry", "RolesAllowed", "SecurityIdentity", "VersionFile", "WebSocket", "WireGuard");

    @Test
    void everyNamedTypeExists() throws IOException {
        var types = sources().stream()
                .flatMap(source -> DECLARATION.matcher(source.text()).results())
                .map((MatchResult declaration) -> declaration.group(1))
                .collect(Collectors.toSet());

        assertThat(sources())
                .filteredOn(source -> source.path().endsWith("package-info.java"))
                .hasSizeGreaterThan(40)
                .allSatisfy(source -> assertThat(names(source))
                        .as(source.path().toString())
                        .filteredOn(name -> !FOREIGN.contains(name))
                        .isSubsetOf(types));
    }

    private static List<String> names(Page source) {
        return COMMENT.matcher(source.text())
                .results()
                .flatMap(comment -> NAME.matcher(comment.group()).results())
                .map((MatchResult name) -> name.group(1) == null ? name.group(2) : name.group(1))
                .toList();
    }

    private static List<Page> sources() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Page::read)
                    .toList();
        }
    }
}
