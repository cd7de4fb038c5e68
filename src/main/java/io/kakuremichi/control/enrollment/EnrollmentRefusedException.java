package io.kakuremichi.control.enrollment;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An enrollment that is refused. Ends the transaction, so that no use is counted and no client created. */
public final class EnrollmentRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final EnrollmentRefusal reason;
    private final @Nullable UUID keyId;

    /**
     * @param keyId null for an unknown key
     * @param message for the holder of a valid key; never sent to others
     */
    EnrollmentRefusedException(EnrollmentRefusal reason, @Nullable UUID keyId, String message) {
        super(message);
        this.reason = reason;
        this.keyId = keyId;
    }

    /** Why; reasons that concern the key itself are for the audit only. */
    public EnrollmentRefusal reason() {
        return reason;
    }

    /** The enrollment key; null if it is unknown. */
    public @Nullable UUID keyId() {
        return keyId;
    }
}
