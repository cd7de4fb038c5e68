package io.kakuremichi.control.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Gives spans to those who tell more than the framework does by itself. Any thread. */
@Singleton
public class Tracing {
    private static final String SCOPE = "kakuremichi-control";

    private final Tracer tracer;

    Tracing(OpenTelemetry telemetry, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
        // Spans of an SDK that is off go nowhere, but are recorded all the same.
        this.tracer = disabled ? TracerProvider.noop().get(SCOPE) : telemetry.getTracer(SCOPE);
    }

    /** While tracing is off, one whose spans cost nothing. */
    public Tracer tracer() {
        return tracer;
    }
}
