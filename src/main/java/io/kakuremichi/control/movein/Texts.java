package io.kakuremichi.control.movein;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fits texts of the original to what Control can store. */
final class Texts {
    private Texts() {}

    /** Returns the text without what PostgreSQL does not store, at most that long; null for none. */
    static @Nullable String atMost(int longest, @Nullable String text, String field, List<String> notes) {
        if (text == null || text.isBlank()) {
            return null;
        }
        var stored = text.replace("\0", "");
        if (stored.length() <= longest) {
            return stored;
        }
        notes.add("Its %s had more than %s characters, and is cut".formatted(field, longest));
        // Not in the middle of a character.
        var end = Character.isHighSurrogate(stored.charAt(longest - 1)) ? longest - 1 : longest;
        return stored.substring(0, end);
    }
}
