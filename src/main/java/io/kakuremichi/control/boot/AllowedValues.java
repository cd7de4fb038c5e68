package io.kakuremichi.control.boot;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The values that a setting may have. Stricter than the framework's converters, which read {@code treu} as false.
 *
 * @param description completes the sentence "it must be …"
 * @param range completes "from … to …" for numbers, durations and sizes; empty for others
 */
record AllowedValues(String description, String range, Predicate<String> test) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final Pattern DURATION =
            Pattern.compile("[0-9]{1,9}(?:ms|[smhdSMHD])?|[Pp]?[Tt]?(?:[0-9]{1,9}[dhmsDHMS][Tt]?)+");
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,9}[BbKkMmGg]?");

    static AllowedValues flag() {
        return oneOf("true", "false");
    }

    /** Upper case and underscores are understood, as in constants of the framework. */
    static AllowedValues oneOf(String... values) {
        return new AllowedValues(String.join(" or ", values), "", value -> List.of(values)
                .contains(value.toLowerCase(Locale.ROOT).replace('_', '-')));
    }

    static AllowedValues number(long least, long most) {
        var range = "from " + least + " to " + most;
        return new AllowedValues("a number " + range, range, value -> {
            // Not parsed by Long alone, which also understands digits of other scripts.
            if (!DIGITS.matcher(value).matches()) {
                return false;
            }
            var number = Long.parseLong(value);
            return number >= least && number <= most;
        });
    }

    /** @param least written as in a setting */
    static AllowedValues duration(String least, String most) {
        var range = "from " + least + " to " + most;
        return new AllowedValues("a duration " + range + ", such as 90s or 5m", range, value -> {
            var duration = parsedDuration(value);
            return duration.compareTo(parsedDuration(least)) >= 0 && duration.compareTo(parsedDuration(most)) <= 0;
        });
    }

    private static Duration parsedDuration(String value) {
        if (!DURATION.matcher(value).matches()) {
            return Duration.ofSeconds(-1);
        }
        try {
            return DurationConverter.parseDuration(value);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return Duration.ofSeconds(-1);
        }
    }

    /** @param least written as in a setting */
    static AllowedValues size(String least, String most) {
        var range = "from " + least + " to " + most;
        return new AllowedValues("a size " + range + ", such as 512K", range, value -> {
            var bytes = bytes(value);
            return bytes.compareTo(bytes(least)) >= 0 && bytes.compareTo(bytes(most)) <= 0;
        });
    }

    private static BigInteger bytes(String value) {
        return SIZE.matcher(value).matches()
                ? new MemorySizeConverter().convert(value).asBigInteger()
                : BigInteger.ONE.negate();
    }

    static AllowedValues path() {
        return new AllowedValues("a path without line ends or surrounding white space", "", AllowedValues::isPlain);
    }

    static AllowedValues text() {
        return new AllowedValues("text without line ends or surrounding white space", "", AllowedValues::isPlain);
    }

    static AllowedValues secret() {
        return new AllowedValues("text", "", value -> true);
    }

    static AllowedValues list(String elements, Predicate<String> element) {
        return new AllowedValues(
                "a list of " + elements + ", separated by commas", "", value -> Arrays.stream(value.split(",", -1))
                        .map(String::strip)
                        .allMatch(each -> isPlain(each) && element.test(each)));
    }

    static AllowedValues of(String description, Predicate<String> test) {
        return new AllowedValues(description, "", value -> isPlain(value) && test.test(value));
    }

    /** A line end or a byte order mark at the end of a value is invisible, and makes it another value. */
    private static boolean isPlain(String value) {
        return !value.isEmpty()
                && value.equals(value.strip())
                && value.codePoints()
                        .noneMatch(
                                point -> Character.isISOControl(point) || Character.getType(point) == Character.FORMAT);
    }
}
