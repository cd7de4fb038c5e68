package io.kakuremichi.control.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Exposes the running version: {@code kakuremichi.build.info}, always 1. */
@Singleton
@Startup
class BuildInfo {
    BuildInfo(MeterRegistry metrics, @ConfigProperty(name = "quarkus.application.version") String version) {
        Gauge.builder("kakuremichi.build.info", () -> 1)
                .description("The running version, as a label")
                .tag("version", version)
                .register(metrics);
    }
}
