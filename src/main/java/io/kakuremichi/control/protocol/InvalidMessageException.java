package io.kakuremichi.control.protocol;

/** A message is not valid. The text is sent to the client, so it names the fault and quotes no secret. */
public final class InvalidMessageException extends Exception {
    private static final long serialVersionUID = 1;

    private final MessageErrorCode code;

    public InvalidMessageException(MessageErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /** The code of the {@code error} message for the client. */
    public MessageErrorCode code() {
        return code;
    }

    /** The text for the client; never null. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
