package io.kakuremichi.control.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.credential.Secret;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a JSON object and names the field that is missing or wrong. Ignores unknown fields. */
final class MessageReader {
    private static final int MAX_ITEMS = 10_000;
    private static final int MAX_TEXTS = 32;

    private final ObjectNode node;

    MessageReader(ObjectNode node) {
        this.node = node;
    }

    MessageReader object(String field) throws InvalidMessageException {
        if (node.get(field) instanceof ObjectNode object) {
            return new MessageReader(object);
        }
        throw wrong(field, "an object");
    }

    @Nullable MessageReader optionalObject(String field) throws InvalidMessageException {
        return present(field) == null ? null : object(field);
    }

    String text(String field) throws InvalidMessageException {
        var text = optionalText(field);
        if (text == null) {
            throw wrong(field, "a string");
        }
        return text;
    }

    @Nullable String optionalText(String field) throws InvalidMessageException {
        var value = present(field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrong(field, "a string");
        }
        if (!UTF_8.newEncoder().canEncode(value.textValue())) {
            throw wrong(field, "Unicode text, without unpaired surrogates");
        }
        return value.textValue();
    }

    /** A text that is only displayed. Characters that are not valid Unicode are replaced. */
    @Nullable String optionalDisplayText(String field) throws InvalidMessageException {
        var value = present(field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrong(field, "a string");
        }
        return new String(value.textValue().getBytes(UTF_8), UTF_8);
    }

    /** The text, or the JSON of a value of another type: for fields that Control does without when they are not valid. */
    @Nullable String looseText(String field) {
        var value = present(field);
        if (value == null) {
            return null;
        }
        var text = value.isTextual() ? value.textValue() : value.toString();
        return new String(text.getBytes(UTF_8), UTF_8);
    }

    Secret secret(String field) throws InvalidMessageException {
        return new Secret(text(field));
    }

    @Nullable Secret optionalSecret(String field) throws InvalidMessageException {
        var text = optionalText(field);
        return text == null ? null : new Secret(text);
    }

    /** Checks a number whose value is of no use. */
    void ignoredNumber(String field) throws InvalidMessageException {
        var value = present(field);
        if (value != null && !value.isNumber()) {
            throw wrong(field, "a number");
        }
    }

    @Nullable Long optionalInteger(String field) throws InvalidMessageException {
        var value = present(field);
        if (value == null) {
            return null;
        }
        if (!value.canConvertToExactIntegral() || !value.canConvertToLong()) {
            throw wrong(field, "an integer of 64 bits");
        }
        return value.longValue();
    }

    long integer(String field) throws InvalidMessageException {
        var number = optionalInteger(field);
        if (number == null) {
            throw wrong(field, "an integer of 64 bits");
        }
        return number;
    }

    boolean flag(String field) throws InvalidMessageException {
        var value = present(field);
        if (value == null || !value.isBoolean()) {
            throw wrong(field, "true or false");
        }
        return value.booleanValue();
    }

    Instant time(String field) throws InvalidMessageException {
        try {
            return OffsetDateTime.parse(text(field)).toInstant();
        } catch (DateTimeException e) {
            throw wrong(field, "an ISO-8601 time with an offset");
        }
    }

    <T> List<T> list(String field, Item<T> item) throws InvalidMessageException {
        var array = node.get(field);
        if (array == null || !array.isArray() || array.size() > MAX_ITEMS) {
            throw wrong(field, "an array of at most " + MAX_ITEMS + " objects");
        }
        var result = new ArrayList<T>(array.size());
        for (var element : array) {
            if (!(element instanceof ObjectNode object)) {
                throw wrong(field, "an array of objects");
            }
            result.add(item.read(new MessageReader(object)));
        }
        return List.copyOf(result);
    }

    List<String> optionalTexts(String field) throws InvalidMessageException {
        var array = present(field);
        if (array == null) {
            return List.of();
        }
        if (!array.isArray() || array.size() > MAX_TEXTS) {
            throw wrong(field, "an array of at most " + MAX_TEXTS + " strings");
        }
        var result = new ArrayList<String>(array.size());
        for (var element : array) {
            if (!element.isTextual()) {
                throw wrong(field, "an array of strings");
            }
            result.add(element.textValue());
        }
        return List.copyOf(result);
    }

    private @Nullable JsonNode present(String field) {
        var value = node.get(field);
        return value == null || value.isNull() ? null : value;
    }

    private static InvalidMessageException wrong(String field, String expected) {
        return new InvalidMessageException(MessageErrorCode.INVALID_MESSAGE, "\"" + field + "\" must be " + expected);
    }

    /** Reads one element of an array. */
    interface Item<T> {
        T read(MessageReader reader) throws InvalidMessageException;
    }
}
