package io.kakuremichi.control.protocol;

/** The codes of {@code error} messages ({@code protocol.md}, <i>Errors and close codes</i>). */
public enum MessageErrorCode {
    /** Anything but {@code auth} came before authentication. */
    NOT_AUTHENTICATED,
    /** Not JSON, not an object, a field missing or of the wrong type or value. */
    INVALID_MESSAGE,
    /** A {@code type} that the protocol does not have. */
    UNKNOWN_TYPE,
    /** A message, or something in it, that this client may not send. */
    FORBIDDEN,
    /** Too many messages. */
    RATE_LIMITED,
    /** Our fault; the log has the details. */
    INTERNAL_ERROR
}
