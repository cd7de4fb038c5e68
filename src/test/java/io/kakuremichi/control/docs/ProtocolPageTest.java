package io.kakuremichi.control.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kakuremichi.control.protocol.Capability;
import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.MessageErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages for authors of clients cover every message, close code, error and capability. */
class ProtocolPageTest {
    private static final Path ASYNCAPI = Path.of("src/docs/api/asyncapi.yaml");

    private final Page page = Page.read(Path.of("src/docs/clients/protocol.md"));
    private final Page flatDialect = Page.read(Path.of("src/docs/clients/flat-dialect.md"));
    private final Page events = Page.read(Path.of("src/docs/clients/events.md"));

    @ParameterizedTest
    @EnumSource
    void itTellsWhatToDoForEveryCloseCode(CloseCode code) {
        assertThat(page.prose())
                .anyMatch(line -> line.matches("\\| (\\d+, )*" + code.number() + "\\b.* \\| .+ \\| .+ \\|"));
    }

    @ParameterizedTest
    @EnumSource
    void itExplainsEveryError(MessageErrorCode code) {
        assertThat(page.prose()).anyMatch(line -> line.startsWith("| `" + code + "` |"));
    }

    @ParameterizedTest
    @EnumSource
    void itExplainsEveryCapability(Capability capability) {
        assertThat(page.prose()).anyMatch(line -> line.startsWith("- `" + capability.wireName() + "`: "));
    }

    @ParameterizedTest
    @MethodSource
    void itNamesEveryMessage(String name) {
        var family = name.replaceFirst("^(agent|gateway|certificate)_(create|update|delete)$", "$1_…");

        assertThat(Stream.of(page, flatDialect, events).flatMap(each -> each.inlineCode().stream()))
                .anyMatch(code -> code.equals(name) || code.equals(family));
    }

    static Stream<String> itNamesEveryMessage() throws IOException {
        var messages =
                new YAMLMapper().readTree(ASYNCAPI.toFile()).path("components").path("messages");
        return messages.properties().stream()
                .map(message -> message.getValue().path("name").asText())
                .distinct();
    }
}
