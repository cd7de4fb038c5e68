package io.kakuremichi.control.rest;

import org.jspecify.annotations.Nullable;

/** Reads query parameters that are true or false. The framework would take every other text for false. */
public final class BooleanParameter {
    private BooleanParameter() {}

    /**
     * The value of a parameter; false if it is absent.
     *
     * @throws ApiException VALIDATION_ERROR for any other text
     */
    public static boolean parse(String name, @Nullable String value) {
        return switch (value) {
            case null -> false;
            case "true" -> true;
            case "false" -> false;
            default -> throw ApiException.invalid(name, "must be true or false");
        };
    }
}
