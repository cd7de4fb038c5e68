package io.kakuremichi.control.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells in metrics which version runs: {@code kakuremichi.build.info}, always 1. */
@Singleton
@Startup
class BuildInfo {
    BuildInfo(MeterRegistry metrics, @ConfigProperty(name = "quarkus.application.version") String version) {
        Gauge.builder("kakuremichi.build.info", () -> 1)
                .description("The version that runs, as a label")
                .tag("version", version)
                .register(metrics);
    }
}
