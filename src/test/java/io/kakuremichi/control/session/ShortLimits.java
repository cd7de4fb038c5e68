package io.kakuremichi.control.session;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Settings under which clients run into limits soon. One profile for all such tests: each one more restarts Control. */
public class ShortLimits implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "kakuremichi.session.auth-timeout", "1s",
                "kakuremichi.session.heartbeat-check", "200ms",
                "kakuremichi.session.heartbeat-timeout", "2s",
                "kakuremichi.session.send-timeout", "6s",
                "kakuremichi.session.outbound-queue", "16",
                "kakuremichi.session.inbound-queue", "8",
                "kakuremichi.config.interval", "10ms",
                "kakuremichi.presence.interval", "200ms");
    }
}
