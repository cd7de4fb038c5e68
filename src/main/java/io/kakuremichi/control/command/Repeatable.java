package io.kakuremichi.control.command;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** By which Control knows a command that it has done already. */
final class Repeatable {
    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description =
                    "Any text of your own: the same command with the same key, within a day, is done once and gives the"
                            + " first answer again")
    @Nullable String given;

    String key() {
        return given == null ? UUID.randomUUID().toString() : given;
    }
}
