package io.kakuremichi.control.presence;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while presence can be written, since a client is admitted only after its arrival is stored. From memory. */
@Readiness
class PresenceReadiness implements HealthCheck {
    private final Presence presence;

    PresenceReadiness(Presence presence) {
        this.presence = presence;
    }

    @Override
    public HealthCheckResponse call() {
        var state = presence.state();
        return HealthCheckResponse.named("presence")
                .status(state == PresenceState.WRITABLE)
                .withData("state", state.name())
                .build();
    }
}
