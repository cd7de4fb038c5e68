package io.kakuremichi.control.command.output;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Option;

/** Asks before something is deleted, if there is a terminal to ask at. */
public final class Confirmation {
    private static final Set<String> YES = Set.of("y", "yes");

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask. Without a terminal nothing is asked")
    boolean yes;

    private final Shell shell;

    /** A confirmation that asks at the terminal of the given environment. */
    public Confirmation(Shell shell) {
        this.shell = shell;
    }

    /**
     * Asks whether to delete the object.
     *
     * @throws CommandFailure if the answer is not yes
     */
    public void beforeDeleting(String object) {
        if (yes || !shell.terminal()) {
            return;
        }
        shell.ask("Delete %s? [y/N] ".formatted(TextEncoding.printable(object)));
        if (!YES.contains(answer().strip().toLowerCase(Locale.ROOT))) {
            throw new CommandFailure(ExitCode.REFUSED, "Nothing was deleted");
        }
    }

    private String answer() {
        try {
            var line = new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }
}
