package io.kakuremichi.control.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command runs.
 *
 * @param terminal whether a person reads what it prints
 */
record Shell(Map<String, String> environment, PrintStream out, PrintStream err, boolean terminal) {
    /** This process'. */
    // Without a terminal it is null in JDK 25, other than the check believes.
    @SuppressWarnings("SystemConsoleNull")
    static Shell ofProcess() {
        var console = System.console();
        return new Shell(
                System.getenv(),
                // Of its own: the one of the JVM is not buffered, and may be of another encoding.
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8),
                System.err,
                console != null && console.isTerminal());
    }

    /** An environment variable; an empty one counts as none. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** See no-color.org. */
    boolean colours() {
        return terminal && variable("NO_COLOR").isEmpty() && !"dumb".equals(environment.get("TERM"));
    }

    /** Says something that is not the result. */
    void note(String text) {
        err.println(text);
    }
}
