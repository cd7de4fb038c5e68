package io.kakuremichi.control.protocol;

/** Why Control closes a connection ({@code protocol.md}, <i>Errors and close codes</i>). */
public enum CloseCode {
    /** A message over the limit (RFC 6455). */
    TOO_BIG(1009, "message too big"),
    /** Our fault (RFC 6455); the client reconnects with back-off. */
    INTERNAL(1011, "internal error"),
    /** This replica stops or restarts. */
    RESTART(1012, "restarting"),
    /** The key is not valid. */
    AUTHENTICATION_FAILED(4401, "authentication failed"),
    /** The client was deleted or its key replaced. */
    REVOKED(4403, "deleted or key revoked"),
    /** No authentication, or no message, in time. */
    TIMED_OUT(4408, "timed out"),
    /** A newer connection came with the same key. */
    REPLACED(4409, "replaced by a newer connection"),
    /** The client takes nothing, or sends too much or too many errors. */
    OVERLOADED(4429, "too slow, or too many errors or messages");

    private final int number;
    private final String reason;

    CloseCode(int number, String reason) {
        this.number = number;
        this.reason = reason;
    }

    /** The status code on the wire. */
    public int number() {
        return number;
    }

    /** The reason on the wire. */
    public String reason() {
        return reason;
    }
}
