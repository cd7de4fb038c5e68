package io.kakuremichi.control.enrollment;

import java.util.Locale;

/** Why an enrollment was refused. */
public enum EnrollmentRefusal {
    /** The key does not exist. */
    UNKNOWN,
    /** As many clients as the key permits have enrolled. */
    USED_UP,
    /** The key's time has passed. */
    EXPIRED,
    /** The key was revoked. */
    REVOKED,
    /** The key is for the other kind of client. */
    WRONG_TYPE,
    /** The key is for gateways, which need a client certificate. */
    CERTIFICATE_MISSING,
    /** Another client of this kind has the requested name. */
    NAME_TAKEN,
    /** Another client has this WireGuard public key. */
    PUBLIC_KEY_TAKEN,
    /** The WireGuard public key is not one. */
    PUBLIC_KEY_INVALID,
    /** The key is for agents, which have no public address. */
    PUBLIC_IP_OF_AGENT,
    /** No address is free. */
    POOL_EXHAUSTED;

    /** Whether the key itself is refused: a failed authentication, and for the caller no reason to learn which. */
    public boolean isOfKey() {
        return switch (this) {
            case UNKNOWN, USED_UP, EXPIRED, REVOKED, WRONG_TYPE -> true;
            case CERTIFICATE_MISSING,
                    NAME_TAKEN,
                    PUBLIC_KEY_TAKEN,
                    PUBLIC_KEY_INVALID,
                    PUBLIC_IP_OF_AGENT,
                    POOL_EXHAUSTED -> false;
        };
    }

    /** The name in audit and metrics. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Why a key in this state is refused; it must not be active. */
    static EnrollmentRefusal of(EnrollmentKeyState state) {
        return switch (state) {
            case ACTIVE -> throw new IllegalArgumentException("an active key is not refused");
            case USED_UP -> USED_UP;
            case EXPIRED -> EXPIRED;
            case REVOKED -> REVOKED;
        };
    }
}
