package io.kakuremichi.control.session;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while upgrades are permitted. The framework's own check may fail only after draining, which is too late. */
@Readiness
class SessionsReadiness implements HealthCheck {
    private final Sessions sessions;

    SessionsReadiness(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("connections")
                .status(sessions.isAccepting())
                .withData("state", sessions.isAccepting() ? "ACCEPTING" : "REFUSING")
                .build();
    }
}
