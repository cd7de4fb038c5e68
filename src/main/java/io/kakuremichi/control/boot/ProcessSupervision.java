package io.kakuremichi.control.boot;

import io.kakuremichi.control.config.ControlConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Begins the supervision of the process when the application has started. */
@Singleton
class ProcessSupervision {
    void start(@Observes StartupEvent event, ControlConfig config) {
        ControlServer.supervise(config);
    }
}
