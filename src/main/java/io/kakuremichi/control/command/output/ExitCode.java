package io.kakuremichi.control.command.output;

/** The exit codes of commands. */
public enum ExitCode {
    DONE(0),
    /** The server rejected the command or completed only a part of it. */
    REFUSED(1),
    /** The command line is not valid. Nothing was sent. */
    USAGE(2),
    /** No response from Control; the same command may work later. */
    UNREACHABLE(3),
    /** The token is not valid, or its role does not permit the call. */
    NOT_ALLOWED(4);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The number that the process returns. */
    public int number() {
        return number;
    }
}
