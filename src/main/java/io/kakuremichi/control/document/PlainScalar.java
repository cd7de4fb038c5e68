package io.kakuremichi.control.document;

import io.kakuremichi.control.document.DocumentNode.Flag;
import io.kakuremichi.control.document.DocumentNode.Nothing;
import io.kakuremichi.control.document.DocumentNode.Numeral;
import io.kakuremichi.control.document.DocumentNode.Text;
import java.util.regex.Pattern;

/**
 * The type of a YAML scalar without quotes: null, true, false, a number in the form of JSON, else a text. So {@code yes}, {@code 012} and
 * {@code 2030-01-31} are texts, as readers of JSON expect.
 */
final class PlainScalar {
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

    private PlainScalar() {}

    static DocumentNode node(Text plain) {
        return switch (plain.value()) {
            case "", "~", "null", "Null", "NULL" -> new Nothing(plain.place());
            case "true", "True", "TRUE" -> new Flag(true, plain.place());
            case "false", "False", "FALSE" -> new Flag(false, plain.place());
            default -> NUMBER.matcher(plain.value()).matches() ? new Numeral(plain.value(), plain.place()) : plain;
        };
    }

    /** Whether the text without quotes would be another type. */
    static boolean isOtherType(String text) {
        return !(node(new Text(text, new Place("", 1, 1))) instanceof Text);
    }
}
