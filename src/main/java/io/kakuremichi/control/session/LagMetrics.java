package io.kakuremichi.control.session;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.session.connection.AppliedProgress;
import io.kakuremichi.control.session.connection.Session;
import io.kakuremichi.control.session.connection.SessionState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** How many clients that confirm what they applied are behind what they were told, and by how much. */
@Singleton
@Startup
class LagMetrics {
    private final Sessions sessions;

    LagMetrics(Sessions sessions, MeterRegistry metrics) {
        this.sessions = sessions;
        for (var type : ClientType.values()) {
            Gauge.builder("kakuremichi.clients.lagging", () -> behind(type).count())
                    .description("Clients that have not confirmed the newest revision they were told")
                    .tag("type", type.wireName())
                    .register(metrics);
            Gauge.builder("kakuremichi.clients.lag.revisions", () -> behind(type)
                            .mapToLong(AppliedProgress::behind)
                            .max()
                            .orElse(0))
                    .description("Revisions between what a client was told and what it confirmed, at the most")
                    .tag("type", type.wireName())
                    .register(metrics);
            Gauge.builder(
                            "kakuremichi.clients.lag.seconds",
                            () -> behind(type)
                                            .mapToLong(AppliedProgress::stuckNanos)
                                            .max()
                                            .orElse(0)
                                    / (double) TimeUnit.SECONDS.toNanos(1))
                    .description("How long a client that is behind has confirmed nothing new, at the most")
                    .tag("type", type.wireName())
                    .register(metrics);
        }
    }

    private Stream<AppliedProgress> behind(ClientType type) {
        return sessions.live(type)
                .filter(session -> session.state() instanceof SessionState.Live live && live.acks())
                .map(Session::progress)
                .filter(progress -> progress.behind() > 0);
    }
}
