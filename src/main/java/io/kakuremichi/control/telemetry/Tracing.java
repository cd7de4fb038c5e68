package io.kakuremichi.control.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Provides the tracer for spans beyond those of the framework. Any thread. */
@Singleton
public class Tracing {
    private static final String SCOPE = "kakuremichi-control";

    private final Tracer tracer;

    Tracing(OpenTelemetry telemetry, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
        // A disabled SDK discards spans but still records them.
        this.tracer = disabled ? TracerProvider.noop().get(SCOPE) : telemetry.getTracer(SCOPE);
    }

    /** A tracer whose spans cost nothing while tracing is off. */
    public Tracer tracer() {
        return tracer;
    }
}
