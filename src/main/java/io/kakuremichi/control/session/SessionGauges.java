package io.kakuremichi.control.session;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.ClientType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** Gauges of the number of connections and of their limit. */
@Singleton
@Startup
class SessionGauges {
    SessionGauges(Sessions sessions, ControlConfig config, MeterRegistry metrics) {
        for (var type : ClientType.values()) {
            Gauge.builder("kakuremichi.sessions", () -> sessions.live(type).count())
                    .description("Authenticated connections")
                    .tag("type", type.wireName())
                    .register(metrics);
        }
        Gauge.builder("kakuremichi.sessions.unauthenticated", sessions::unauthenticated)
                .description("Connections that have not presented a key")
                .register(metrics);
        Gauge.builder("kakuremichi.sessions.open", sessions::count)
                .description("Connections, authenticated or not")
                .register(metrics);
        Gauge.builder("kakuremichi.sessions.limit", () -> config.limits().connections())
                .description("Maximum number of connections")
                .register(metrics);
        Gauge.builder("kakuremichi.accepting", () -> sessions.isAccepting() ? 1 : 0)
                .description("1 while connections are accepted")
                .register(metrics);
        Gauge.builder("kakuremichi.draining", () -> sessions.isDraining() ? 1 : 0)
                .description("1 while this replica closes its connections to stop")
                .register(metrics);
    }
}
