package io.kakuremichi.control.backup;

import org.jspecify.annotations.Nullable;

/** A restore was refused and the database is unchanged. The message is a sentence for people and quotes no secret. */
public final class RestoreRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RestoreRefusedException(String why) {
        this(why, null);
    }

    RestoreRefusedException(String why, @Nullable Throwable cause) {
        super(why, cause);
    }
}
