package io.kakuremichi.control.original;

import org.jspecify.annotations.Nullable;

/** The file cannot be read as an original's database; the message is for people. */
public final class OriginalFault extends Exception {
    private static final long serialVersionUID = 1;

    OriginalFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The message for people, which contains no value of the file. */
    public String words() {
        return String.valueOf(getMessage());
    }
}
