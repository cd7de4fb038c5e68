package io.kakuremichi.control.protocol;

/** The codes of {@code error} messages ({@code protocol.md}, <i>Messages</i>). */
public enum MessageErrorCode {
    /** A message other than {@code auth} arrived before authentication. */
    NOT_AUTHENTICATED,
    /** The message is not a JSON object, or a field is missing or has a wrong type or value. */
    INVALID_MESSAGE,
    /** The protocol has no such {@code type}. */
    UNKNOWN_TYPE,
    /** The client may not send this message, or something in it. */
    FORBIDDEN,
    /** Too many messages. */
    RATE_LIMITED,
    /** An internal error; the log has the details. */
    INTERNAL_ERROR
}
