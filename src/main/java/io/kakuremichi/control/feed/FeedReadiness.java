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
        return HealthCheckResponse.named("change feed")
                .status(feed.state() == ChangeFeed.State.CURRENT)
                .withData("state", feed.state().name())
                .build();
    }
}
