package io.kakuremichi.control.command.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Encodes text of the server for the terminal, and text of the user for addresses. */
public final class TextEncoding {
    private TextEncoding() {}

    /** Removes control characters, so that text reported by a client cannot control the reader's terminal. */
    public static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u0080-\\u009f\\u2028\\u2029]", "?");
    }

    /** One value of a response as one line. */
    public static String of(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "-";
        }
        return printable(value.isTextual() ? value.asText() : value.toString());
    }

    /** Encodes a text as part of a path or query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
