package io.kakuremichi.control.command.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

/**
 * The environment of a command.
 *
 * @param terminal whether input and output are a terminal
 * @param in the answers of the user
 */
public record Shell(
        Map<String, String> environment, PrintStream out, PrintStream err, boolean terminal, InputStream in) {
    /** An environment without answers. */
    public Shell(Map<String, String> environment, PrintStream out, PrintStream err, boolean terminal) {
        this(environment, out, err, terminal, InputStream.nullInputStream());
    }

    /** The environment of this process. */
    // In JDK 25, System.console() is null without a terminal, unlike Error Prone's check assumes.
    @SuppressWarnings("SystemConsoleNull")
    public static Shell ofProcess() {
        var console = System.console();
        return new Shell(
                System.getenv(),
                // Separate streams, because those of System may have another encoding, and System.out is unbuffered.
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8),
                console != null && console.isTerminal(),
                System.in);
    }

    /** An environment variable; an empty one counts as unset. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** Whether to use colours, see no-color.org. */
    public boolean colours() {
        return terminal && variable("NO_COLOR").isEmpty() && !"dumb".equals(environment.get("TERM"));
    }

    /** Prints a question to the standard error; the answer follows in the same line. */
    public void ask(String question) {
        err.print(question);
        err.flush();
    }

    /**
     * Requires that a secret that is shown only once was written.
     *
     * @throws CommandFailure when the output failed: the disk is full, or nobody reads it
     */
    public void requireWritten() {
        if (out.checkError()) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "The output could not be written, and the secrets in it are lost: they are shown only once");
        }
    }

    /** Prints a note to the standard error. */
    public void note(String text) {
        err.println(text);
    }
}
