import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads JSON. It stands here for the library that a real client has. */
final class Json {
    private static final Pattern TOKEN = Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"|[{}\\[\\]]|[^\\s,:\"{}\\[\\]]+");

    private static final Object END = new Object();

    private Json() {}

    /** An object of a message, or the message itself when it is a text. All but objects and arrays is text in it. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Object json) {
        var value = json instanceof String text
                ? value(TOKEN.matcher(text).results().map(MatchResult::group).iterator())
                : json;
        return (Map<String, Object>) value;
    }

    /** The objects of an array by their identifying field; empty if the value is not an array. */
    static Map<Object, Object> byId(Object json) {
        var byId = new LinkedHashMap<Object, Object>();
        if (json instanceof List<?> items) {
            items.forEach(item -> byId.put(id(object(item)), item));
        }
        return byId;
    }

    /** Certificates have no other than their domain. */
    static Object id(Map<String, Object> item) {
        return item.getOrDefault("id", item.get("domain"));
    }

    private static Object value(Iterator<String> tokens) {
        var token = tokens.next();
        return switch (token.charAt(0)) {
            case '{' -> {
                var object = new LinkedHashMap<Object, Object>();
                for (var name = value(tokens); name != END; name = value(tokens)) {
                    object.put(name, value(tokens));
                }
                yield object;
            }
            case '[' -> {
                var array = new ArrayList<Object>();
                for (var item = value(tokens); item != END; item = value(tokens)) {
                    array.add(item);
                }
                yield array;
            }
            // Of the escapes by number, Control writes those of control characters only.
            case '"' -> token.substring(1, token.length() - 1).replaceAll("\\\\u00..", "?").translateEscapes();
            case '}', ']' -> END;
            default -> token;
        };
    }
}
