package io.kakuremichi.control.backup;

import org.jspecify.annotations.Nullable;

/** A restore that is not done; the database is as it was. Its message is a sentence for a person and quotes no secret. */
public final class RestoreRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RestoreRefusedException(String why) {
        this(why, null);
    }

    RestoreRefusedException(String why, @Nullable Throwable cause) {
        super(why, cause);
    }
}
