package io.kakuremichi.control.events;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The id of a change's event: a position in a history. */
record EventId(UUID epoch, long revision) {
    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}):([0-9]{1,18})");

    /** Empty if the text is not an id. */
    static Optional<EventId> parse(String text) {
        var parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new EventId(UUID.fromString(parts.group(1)), Long.parseLong(parts.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return epoch + ":" + revision;
    }
}
