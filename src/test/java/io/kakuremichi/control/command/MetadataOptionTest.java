package io.kakuremichi.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.kakuremichi.control.command.output.ExitCode;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON as an option. */
@Execution(CONCURRENT)
class MetadataOptionTest {
    private final TestShell shell =
            new TestShell().with("KAKUREMICHI_TOKEN", "a-token").with("KAKUREMICHI_URL", "http://127.0.0.1:1");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"a": 1, "a": 2}     | a is given twice (line 1, column 10)
                    {"a": 1} {}          | is not JSON: error at line 1, column 10
                    {"a": "\\ud800"}     | a must be Unicode text
                    {"a": 01}            | is not JSON: error at line 1, column 8
                    """)
    void metadataThatCouldOnlyBeSentAsSomethingElseAreRefused(String metadata, String fault) {
        assertThat(shell.run("agent", "create", "office", "--metadata", metadata)
                        .ended(ExitCode.USAGE)
                        .err())
                .contains(fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{}}", "{} {}", "1 2"})
    void metadataIsOneJsonValue(String metadata) {
        var ended = shell.run("agent", "update", "office", "--metadata", metadata);

        assertThat(ended.ended(ExitCode.USAGE).err())
                .startsWith("--metadata is ")
                .contains("not JSON");
    }
}
