package io.kakuremichi.control.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.command.output.Shell;
import io.kakuremichi.control.harness.ControlApi;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs commands as a shell would, in this JVM. */
final class TestShell {
    private final Map<String, String> environment = new HashMap<>();
    private String answer = "";

    /** One that calls this Control with that token. */
    static TestShell of(ControlApi control, String token) {
        return new TestShell()
                .with("KAKUREMICHI_URL", control.base().toString())
                .with("KAKUREMICHI_TOKEN", token);
    }

    TestShell with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** What the user types when asked. */
    TestShell answering(String text) {
        answer = text + "\n";
        return this;
    }

    Ended run(String... arguments) {
        return run(false, arguments);
    }

    Ended runOnTerminal(String... arguments) {
        return run(true, arguments);
    }

    private Ended run(boolean terminal, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var shell = new Shell(
                environment,
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                terminal,
                new ByteArrayInputStream(answer.getBytes(UTF_8)));
        var exitCode = CommandTree.run(shell, arguments);
        return new Ended(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** How a command ended. */
    record Ended(int exitCode, String out, String err) {
        /** Requires that it did what it was to do. */
        Ended done() {
            return ended(ExitCode.DONE);
        }

        Ended ended(ExitCode expected) {
            assertThat(exitCode).as(out + err).isEqualTo(expected.number());
            return this;
        }

        JsonNode json() {
            return ControlApi.json(out);
        }

        List<String> lines() {
            return out.lines().toList();
        }
    }
}
