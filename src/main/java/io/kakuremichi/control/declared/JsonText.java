package io.kakuremichi.control.declared;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** Values as JSON, which keeps numbers of metadata as they were written. */
final class JsonText {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private JsonText() {}

    /** The JSON form of a text; {@code null} for null. */
    static String of(@Nullable String text) {
        return text == null
                ? "null"
                : '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** Whether both are the same value, whatever the order of the fields. */
    static boolean isSame(String first, String second) {
        if (first.equals(second)) {
            return true;
        }
        if (!first.startsWith("{") || !second.startsWith("{")) {
            return false;
        }
        try {
            return JSON.readTree(first).equals(JSON.readTree(second));
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
