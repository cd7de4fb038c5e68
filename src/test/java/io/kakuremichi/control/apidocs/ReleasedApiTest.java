package io.kakuremichi.control.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients of what was released go on to work. What is released is kept beside the current document, and never edited. */
class ReleasedApiTest {
    static List<Path> released() throws IOException {
        try (var files = Files.list(Documents.RELEASED)) {
            return files.filter(file -> file.getFileName().toString().startsWith("openapi-"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("released")
    void nothingReleasedIsBroken(Path released) {
        var broken = BreakingChanges.between(Documents.read(released), Documents.read(Documents.OPENAPI));

        assertThat(broken).as("src/docs/clients/api.md says what to do instead").isEmpty();
    }

    @Test
    void theVersionThatIsBuiltHasItsBaseline() throws IOException {
        var version = Documents.read(Documents.OPENAPI).at("/info/version").asText();
        var minor = version.substring(0, version.lastIndexOf('.'));

        assertThat(released()).contains(Documents.RELEASED.resolve("openapi-" + minor + ".yaml"));
    }
}
