package io.kakuremichi.control.feed;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while the feed is connected and has caught up. Reads memory only, so a probe never waits for a hanging
 * database.
 */
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
