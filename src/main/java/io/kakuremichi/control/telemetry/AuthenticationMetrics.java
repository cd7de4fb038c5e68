package io.kakuremichi.control.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Counts how authentications end: {@code kakuremichi.authentications}. Any thread; counting is one addition. */
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
                                .description("Authentications by how the secret was shown and how they ended")
                                .tag("via", tag(via))
                                .tag("outcome", tag(outcome))
                                .register(metrics));
            }
            counters.put(via, ofVia);
        }
    }

    /** One ended. */
    public void count(Via via, Outcome outcome) {
        Objects.requireNonNull(Objects.requireNonNull(counters.get(via)).get(outcome))
                .increment();
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** How the secret was shown. */
    public enum Via {
        /** A client's key, in the header of the upgrade. */
        BEARER,
        /** A client's key, in its {@code auth}. */
        MESSAGE,
        /** A client's key, in the query of the upgrade. */
        QUERY,
        /** A token, with a REST call. */
        REST
    }

    /** How it ended. */
    public enum Outcome {
        /** The secret is known. */
        ACCEPTED,
        /** It is not, or may not be used so. */
        REFUSED,
        /** That could not be found out at the moment. */
        FAILED
    }
}
