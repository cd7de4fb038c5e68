package io.kakuremichi.control.enrollment;

import io.kakuremichi.control.rest.ApiException;
import io.kakuremichi.control.rest.FieldRules;
import io.kakuremichi.control.rest.Metadata;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of a creation.
 *
 * @param uses omitted for one, an explicit null for any number
 * @param expiresAt omitted for 24 hours from now, an explicit null for never
 * @param ephemeralAfter only with {@code ephemeral}; an hour if omitted
 */
@RegisterForReflection
record NewEnrollmentKey(
        @NotNull(message = FieldRules.NAME_FAULT) @Pattern(regexp = FieldRules.NAME, message = FieldRules.NAME_FAULT) String name,

        @NotNull(message = TYPE_FAULT) @Pattern(regexp = "agent|gateway", message = TYPE_FAULT) String type,

        @Nullable Optional<@Min(value = 1, message = USES_FAULT) @Max(value = MOST_USES, message = USES_FAULT) Integer> uses,

        @Nullable Optional<Instant> expiresAt,

        @Nullable @Size(max = FieldRules.MAX_REGION) @Pattern(regexp = FieldRules.TEXT, message = FieldRules.TEXT_FAULT) String region,

        @Nullable Metadata metadata,

        @Nullable Boolean ephemeral,

        @Nullable String ephemeralAfter) {
    static final int MOST_USES = 1_000_000;

    private static final String TYPE_FAULT = "must be agent or gateway";
    private static final String USES_FAULT = "must be a number from 1 to 1000000, or null for any number";
    private static final Duration LIFE = Duration.ofHours(24);
    private static final Duration EPHEMERAL_AFTER = Duration.ofHours(1);
    private static final Duration EPHEMERAL_AT_LEAST = Duration.ofMinutes(10);
    private static final Duration EPHEMERAL_AT_MOST = Duration.ofDays(365);
    private static final int LONGEST_DURATION = 40;

    /** Null for any number. */
    @Nullable Integer usesOrUnlimited() {
        return uses == null ? Integer.valueOf(1) : uses.orElse(null);
    }

    /**
     * Null for never.
     *
     * @throws ApiException if it has passed already
     */
    @Nullable Instant expiry(Instant now) {
        if (expiresAt == null) {
            return now.plus(LIFE).truncatedTo(ChronoUnit.MILLIS);
        }
        var given = expiresAt.orElse(null);
        if (given != null && !given.isAfter(now)) {
            throw ApiException.invalid("expiresAt", "must be in the future");
        }
        return given;
    }

    /**
     * Null if it is not ephemeral.
     *
     * @throws ApiException if the duration is not valid
     */
    @Nullable Long ephemeralAfterSeconds() {
        if (!Boolean.TRUE.equals(ephemeral)) {
            if (ephemeralAfter != null) {
                throw ApiException.invalid("ephemeralAfter", "needs ephemeral: true");
            }
            return null;
        }
        return ephemeralAfter == null
                ? EPHEMERAL_AFTER.toSeconds()
                : duration(ephemeralAfter)
                        .orElseThrow(() -> ApiException.invalid(
                                "ephemeralAfter",
                                "must be an ISO 8601 duration of whole seconds from PT10M to P365D, such as PT1H"));
    }

    private static Optional<Long> duration(String text) {
        try {
            // Java's parser computes with any number of digits.
            return Optional.of(text)
                    .filter(given -> given.length() <= LONGEST_DURATION)
                    .map(Duration::parse)
                    .filter(given -> given.equals(given.truncatedTo(ChronoUnit.SECONDS))
                            && given.compareTo(EPHEMERAL_AT_LEAST) >= 0
                            && given.compareTo(EPHEMERAL_AT_MOST) <= 0)
                    .map(Duration::toSeconds);
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
