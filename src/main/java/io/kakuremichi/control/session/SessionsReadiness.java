package io.kakuremichi.control.session;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while connections are let in. Not left to the framework, which may say so only after the draining. */
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
