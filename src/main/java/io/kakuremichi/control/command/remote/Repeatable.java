package io.kakuremichi.control.command.remote;

import io.kakuremichi.control.command.output.CommandFailure;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The idempotency key of a command. */
public final class Repeatable {
    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description =
                    "1 to 255 printable ASCII characters of your choice: a command repeated with the same key within a day"
                            + " is executed once and returns the first response")
    @Nullable String given;

    /** The key that was given, or a new one. */
    public String key() {
        if (given == null) {
            return UUID.randomUUID().toString();
        }
        if (!given.matches("[!-~][ -~]{0,254}")) {
            throw CommandFailure.usage("--idempotency-key must be 1 to 255 printable ASCII characters");
        }
        return given;
    }
}
