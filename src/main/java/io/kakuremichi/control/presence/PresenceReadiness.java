package io.kakuremichi.control.presence;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while it can be written who is online: without it nobody is let in. From memory. */
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
                .status(state == Presence.State.WRITABLE)
                .withData("state", state.name())
                .build();
    }
}
