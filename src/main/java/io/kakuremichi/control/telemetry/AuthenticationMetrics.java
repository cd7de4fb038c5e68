package io.kakuremichi.control.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Counts the outcomes of authentications: {@code kakuremichi.authentications}. Any thread; lock-free. */
@Singleton
public class AuthenticationMetrics {
    private final Map<Via, Map<Outcome, Counter>> counters = new EnumMap<>(Via.class);

    AuthenticationMetrics(MeterRegistry metrics) {
        for (var via : Via.values()) {
            var ofVia = new EnumMap<Outcome, Counter>(Outcome.class);
            for (var outcome : Outcome.values()) {
                ofVia.put(
                        outcome,
                        Counter.builder("kakuremichi.authentications")
                                .description("Authentications by the way the secret was presented and by outcome")
                                .tag("via", tag(via))
                                .tag("outcome", tag(outcome))
                                .register(metrics));
            }
            counters.put(via, ofVia);
        }
    }

    /** Counts one authentication. */
    public void count(Via via, Outcome outcome) {
        Objects.requireNonNull(Objects.requireNonNull(counters.get(via)).get(outcome))
                .increment();
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The way the secret was presented. */
    public enum Via {
        /** A client's key in the header of the upgrade. */
        BEARER,
        /** A client's key in its {@code auth}. */
        MESSAGE,
        /** A client's key in the query of the upgrade. */
        QUERY,
        /** An enrollment key in the header of the upgrade or in {@code auth}. */
        ENROLLMENT,
        /** A token in a REST call. */
        REST
    }

    /** The outcome. */
    public enum Outcome {
        /** The secret is valid. */
        ACCEPTED,
        /** The secret is not valid, or may not be used this way. */
        REFUSED,
        /** The validity could not be determined. */
        FAILED
    }
}
