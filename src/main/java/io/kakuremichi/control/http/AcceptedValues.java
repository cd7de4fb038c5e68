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
        return elements(lines)
                .map(element -> element.toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1))
                .anyMatch(parts ->
                        parts[0].equals(value) && Arrays.stream(parts).noneMatch(part -> part.matches("q=0(\\.0*)?")));
    }

    /** The elements of a list. */
    public static Stream<String> elements(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip);
    }
}
