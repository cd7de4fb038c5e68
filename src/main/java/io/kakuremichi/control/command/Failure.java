package io.kakuremichi.control.command;

/** Ends a command with a message for people, which contains no secret, and an exit code for scripts. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String words;
    private final ExitCode exitCode;

    Failure(ExitCode exitCode, String words) {
        super(words);
        this.words = words;
        this.exitCode = exitCode;
    }

    static Failure usage(String words) {
        return new Failure(ExitCode.USAGE, words);
    }

    /** The message for people. */
    String words() {
        return words;
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
