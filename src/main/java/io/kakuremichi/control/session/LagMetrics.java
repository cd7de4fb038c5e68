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

/** Gauges of the clients that acknowledge configurations and lag behind what they were sent. */
@Singleton
@Startup
class LagMetrics {
    private final Sessions sessions;

    LagMetrics(Sessions sessions, MeterRegistry metrics) {
        this.sessions = sessions;
        for (var type : ClientType.values()) {
            Gauge.builder("kakuremichi.clients.lagging", () -> behind(type).count())
                    .description("Clients that have not confirmed the newest revision they were sent")
                    .tag("type", type.wireName())
                    .register(metrics);
            Gauge.builder("kakuremichi.clients.lag.revisions", () -> behind(type)
                            .mapToLong(AppliedProgress::behind)
                            .max()
                            .orElse(0))
                    .description("Maximum number of revisions by which a client lags behind what it was sent")
                    .tag("type", type.wireName())
                    .register(metrics);
            Gauge.builder(
                            "kakuremichi.clients.lag.seconds",
                            () -> behind(type)
                                            .mapToLong(AppliedProgress::stuckNanos)
                                            .max()
                                            .orElse(0)
                                    / (double) TimeUnit.SECONDS.toNanos(1))
                    .description("Maximum time for which a lagging client has confirmed nothing new")
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
