package io.kakuremichi.control.presence;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** Whether presence can be written, and how many requests wait. Read from memory. */
@Singleton
@Startup
class PresenceGauges {
    PresenceGauges(Presence presence, MeterRegistry metrics) {
        Gauge.builder("kakuremichi.presence.writable", () -> presence.state() == PresenceState.WRITABLE ? 1 : 0)
                .description("1 while presence can be written; clients are not admitted otherwise")
                .register(metrics);
        Gauge.builder("kakuremichi.presence.waiting", presence::waiting)
                .description("Arrivals, leaves and reports that wait for their write")
                .register(metrics);
    }
}
