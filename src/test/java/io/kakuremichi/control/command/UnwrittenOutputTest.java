package io.kakuremichi.control.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.command.output.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When what a command prints cannot be written. */
@Execution(CONCURRENT)
class UnwrittenOutputTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"agent create office", "token create ci --role viewer -q", "apply -f -", "apply -f - --json"})
    void secretsThatCannotBeWrittenAreAFailure(String line) throws IOException {
        var full = new PrintStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        });
        var notes = new ByteArrayOutputStream();
        try (var server = StandIn.answering(exchange -> StandIn.answer(exchange, 201, """
                {"apiKey": "agt_1", "token": "t", "counts": {}, "objects": [], "warnings": []}"""))) {
            var shell = new Shell(
                    Map.of("KAKUREMICHI_URL", server.url(), "KAKUREMICHI_TOKEN", "a-token-of-somebody"),
                    full,
                    new PrintStream(notes, true, UTF_8),
                    false,
                    new ByteArrayInputStream("manager: prod".getBytes(UTF_8)));

            assertThat(CommandTree.run(shell, line.split(" "))).isEqualTo(ExitCode.REFUSED.number());
            assertThat(notes.toString(UTF_8)).contains("The output could not be written");
        }
    }
}
