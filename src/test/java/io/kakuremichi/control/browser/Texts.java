package io.kakuremichi.control.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kakuremichi.control.harness.ControlApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The English texts of the console by their keys, so that tests find elements by the words that people read. */
final class Texts {
    private static final JsonNode ENGLISH = read();

    private Texts() {}

    private static JsonNode read() {
        try {
            return new ObjectMapper().readTree(Files.readString(Path.of("src/main/webui/texts/en.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> keys() {
        return ControlApi.fields(ENGLISH);
    }

    /** The text of a key, with values in the order of their places. */
    static String of(String key, String... values) {
        if (!ENGLISH.has(key)) {
            throw new AssertionError("the console has no text " + key);
        }
        var text = ENGLISH.path(key).asText();
        for (var value : values) {
            text = text.replaceFirst("\\{\\w+}", value);
        }
        return text;
    }
}
