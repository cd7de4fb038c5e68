package io.kakuremichi.control.command.remote;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The idempotency key of a command. */
public final class Repeatable {
    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description =
                    "A text of your choice: a command repeated with the same key within a day is executed once and returns"
                            + " the first response")
    @Nullable String given;

    /** The key that was given, or a new one. */
    public String key() {
        return given == null ? UUID.randomUUID().toString() : given;
    }
}
