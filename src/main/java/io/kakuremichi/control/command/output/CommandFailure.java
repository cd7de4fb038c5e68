package io.kakuremichi.control.command.output;

/** Ends a command with a message for people, which contains no secret, and an exit code for scripts. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String words;
    private final ExitCode exitCode;

    /** A failure with a message that contains no secret. */
    public CommandFailure(ExitCode exitCode, String words) {
        super(words);
        this.words = words;
        this.exitCode = exitCode;
    }

    /** A failure because the command line is not valid. */
    public static CommandFailure usage(String words) {
        return new CommandFailure(ExitCode.USAGE, words);
    }

    /** The message for people. */
    public String words() {
        return words;
    }

    /** The exit code for scripts. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
