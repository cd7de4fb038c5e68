package io.kakuremichi.control.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.ExactJson;
import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.command.output.Shell;
import io.kakuremichi.control.command.remote.QueryValue;
import io.kakuremichi.control.command.remote.RestClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Prints events until it is interrupted, one a line. When the stream breaks, it opens it again after the last event, with a pause that
 * grows with each failure. A refusal, and a first stream that can't be opened, end the command.
 */
final class Following {
    /** Control sends a comment more often. */
    static final Duration SILENCE = Duration.ofSeconds(60);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final RestClient control;
    private final Shell shell;
    private final String path;
    private final Function<JsonNode, String> line;
    private Duration pause = FIRST_PAUSE;
    private String lastId = "";

    /** @param types null for all */
    Following(RestClient control, Shell shell, @Nullable String types, Function<JsonNode, String> line) {
        this.control = control;
        this.shell = shell;
        this.path = "/api/events" + (types == null ? "" : "?types=" + QueryValue.of("types", types));
        this.line = line;
    }

    /** Returns when the reader of the output is gone. */
    void run() {
        var stream = control.follow(path, lastId);
        while (true) {
            print(stream);
            if (shell.out().checkError()) {
                return;
            }
            shell.note("The stream of events ended; trying again");
            stream = again();
        }
    }

    private InputStream again() {
        while (true) {
            rest();
            try {
                return control.follow(path, lastId);
            } catch (CommandFailure e) {
                if (e.exitCode() != ExitCode.UNREACHABLE) {
                    throw e;
                }
                shell.note(e.words());
            }
        }
    }

    /** Pauses, with a random reduction of up to a half, so that readers of a stopped replica do not reconnect all at once. */
    private void rest() {
        var half = pause.toMillis() / 2;
        try {
            Thread.sleep(half + ThreadLocalRandom.current().nextLong(half + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.UNREACHABLE, "Interrupted");
        }
        var longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }

    /** Prints until the stream ends. */
    private void print(InputStream stream) {
        try (stream;
                var watch = new SilenceWatch(stream, SILENCE);
                var lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            for (var text = lines.readLine(); text != null && !shell.out().checkError(); text = lines.readLine()) {
                watch.heard();
                if (text.startsWith("id:")) {
                    lastId = text.substring(3).strip();
                } else if (text.startsWith("data:")) {
                    shell.out().println(line.apply(ExactJson.read(text.substring(5))));
                    shell.out().flush();
                    pause = FIRST_PAUSE;
                }
            }
        } catch (JsonProcessingException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, "The server is not Control: it sends no events");
        } catch (IOException e) {
            // The connection broke, or was closed because of its silence.
        }
    }
}
