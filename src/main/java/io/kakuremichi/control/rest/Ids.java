package io.kakuremichi.control.rest;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids in bodies and queries. */
public final class Ids {
    /** The message for an id that is not valid. */
    public static final String FAULT = "must be a UUID";

    /** {@link UUID#fromString} also accepts shorter groups. */
    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Ids() {}

    /** The id, or empty if the text is not one. */
    public static Optional<UUID> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
