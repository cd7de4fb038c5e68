package io.kakuremichi.control.feed;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the feed has the database and has caught up. From memory: a probe must not wait for a database that hangs. */
@Readiness
class FeedReadiness implements HealthCheck {
    private final ChangeFeed feed;

    FeedReadiness(ChangeFeed feed) {
        this.feed = feed;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("change feed");
        var fault = feed.fault();
        return fault == null
                ? response.up().build()
                : response.down().withData("fault", fault).build();
    }
}
