package io.kakuremichi.control.protocol;

import java.util.Arrays;

/** The reason why Control closes a connection ({@code protocol.md}, <i>How connections end</i>). */
public enum CloseCode {
    /** A frame breaks RFC 6455. */
    PROTOCOL_ERROR(1002, "protocol error"),
    /** Text is not UTF-8 (RFC 6455). */
    INVALID_TEXT(1007, "text is not UTF-8"),
    /** A message exceeds the size limit (RFC 6455). */
    TOO_BIG(1009, "message too big"),
    /** An internal error (RFC 6455); the client reconnects with back-off. */
    INTERNAL(1011, "internal error"),
    /** This replica stops or restarts (IANA's WebSocket close code registry). */
    RESTART(1012, "restarting"),
    /** The key is not valid. */
    AUTHENTICATION_FAILED(4401, "authentication failed"),
    /** The client was deleted, or its key was replaced. */
    REVOKED(4403, "deleted or key revoked"),
    /** The client did not authenticate, or sent no message, in time. */
    TIMED_OUT(4408, "timed out"),
    /** A newer connection uses the same key. */
    REPLACED(4409, "replaced by a newer connection"),
    /** The client does not read, or sends too many messages or errors. */
    OVERLOADED(4429, "too slow, or too many errors or messages");

    private final int number;
    private final String reason;

    CloseCode(int number, String reason) {
        this.number = number;
        this.reason = reason;
    }

    /** Returns the constant with that status code; {@link #PROTOCOL_ERROR} when Control never closes with it. */
    public static CloseCode of(int number) {
        return Arrays.stream(values())
                .filter(code -> code.number == number)
                .findFirst()
                .orElse(PROTOCOL_ERROR);
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
