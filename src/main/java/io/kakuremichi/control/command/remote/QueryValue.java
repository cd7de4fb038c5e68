package io.kakuremichi.control.command.remote;

import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.TextEncoding;

/** Values of query parameters. */
public final class QueryValue {
    private QueryValue() {}

    /**
     * The value as it is written in a URL.
     *
     * @throws CommandFailure when the value is empty, which Control refuses
     */
    public static String of(String name, String value) {
        if (value.isEmpty()) {
            throw CommandFailure.usage(name + " must not be empty");
        }
        return TextEncoding.encoded(value);
    }
}
