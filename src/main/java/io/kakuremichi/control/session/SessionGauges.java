package io.kakuremichi.control.session;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.ClientType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** How many connections there are and may be. Counted whenever somebody looks. */
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
        Gauge.builder("kakuremichi.sessions.unauthenticated", () -> sessions.unauthenticated()
                        .all())
                .description("Connections that have not shown a key yet")
                .register(metrics);
        Gauge.builder("kakuremichi.sessions.open", sessions::count)
                .description("Connections, authenticated or not")
                .register(metrics);
        Gauge.builder("kakuremichi.sessions.limit", () -> config.limits().connections())
                .description("How many connections there may be")
                .register(metrics);
        Gauge.builder("kakuremichi.accepting", () -> sessions.isAccepting() ? 1 : 0)
                .description("1 while connections are let in, 0 at the start and at the end")
                .register(metrics);
        Gauge.builder("kakuremichi.draining", () -> sessions.isDraining() ? 1 : 0)
                .description("1 once this replica stops and closes its connections")
                .register(metrics);
    }
}
