package io.kakuremichi.control.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/** A value in a body that has the right JSON type and is not valid. The message is sent to the client. */
final class InvalidValueException extends MismatchedInputException {
    private static final long serialVersionUID = 1;

    InvalidValueException(JsonParser parser, String fault) {
        super(parser, fault);
    }
}
