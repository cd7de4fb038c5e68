package io.kakuremichi.control.command;

/** What a script learns from a command's end. */
enum ExitCode {
    DONE(0),
    /** The server refused, or did not do all of it. */
    REFUSED(1),
    /** The command is not right as it was typed. Nothing was sent. */
    USAGE(2),
    /** No answer of Control's came; the same may work later. */
    UNREACHABLE(3),
    /** The token is not valid, or its role may not do this. */
    NOT_ALLOWED(4);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
