package io.kakuremichi.control.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads headers that list preferences, such as {@code Accept} and {@code Accept-Encoding} (RFC 9110, 12.5). */
public final class AcceptedValues {
    private AcceptedValues() {}

    /**
     * Whether a list names the value, with a weight above zero.
     *
     * @param lines all lines of the header
     */
    public static boolean names(List<String> lines, String value) {
        return elements(lines).anyMatch(element -> value(element).equals(value) && !isExcluded(element));
    }

    /** The value of an element without its parameters, in lower case. */
    public static String value(String element) {
        return parts(element).findFirst().orElse("");
    }

    /** Whether the element excludes its value, by a weight of zero. */
    public static boolean isExcluded(String element) {
        return parts(element).skip(1).anyMatch(part -> part.matches("q=0(\\.0*)?"));
    }

    private static Stream<String> parts(String element) {
        return Arrays.stream(element.toLowerCase(Locale.ROOT).split(";", -1)).map(String::strip);
    }

    /** The elements of a list. */
    public static Stream<String> elements(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip);
    }
}
