package io.kakuremichi.control.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Times in bodies and queries: ISO 8601 texts that the database keeps exactly. */
public final class Times {
    /** The message for a time that is not valid. */
    public static final String FAULT = "must be a time such as 2030-01-31T12:00:00Z, from 1970 to 9999";

    /** The message for a time that cannot be stored. */
    static final String FAULT_OF_KEPT = FAULT + ", with at most 6 digits of a fraction of a second";

    /** PostgreSQL keeps microseconds. */
    private static final ChronoUnit KEPT = ChronoUnit.MICROS;

    private static final int MAX_LENGTH = 40;
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 9_999;

    private Times() {}

    /** The time, which the database keeps exactly; empty if the text is not one. */
    static Optional<Instant> parseKept(String text) {
        return parse(text).filter(time -> time.equals(time.truncatedTo(KEPT)));
    }

    /** The time, to compare with; empty if the text is not one. */
    public static Optional<Instant> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            var time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
            var year = time.getYear();
            return year < FIRST_YEAR || year > LAST_YEAR ? Optional.empty() : Optional.of(time.toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
