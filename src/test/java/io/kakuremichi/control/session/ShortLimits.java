package io.kakuremichi.control.session;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Settings under which clients run out of time soon, though not before a slow machine has let them in. */
public class ShortLimits implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "kakuremichi.session.auth-timeout", "3s",
                "kakuremichi.session.heartbeat-check", "200ms",
                "kakuremichi.session.heartbeat-timeout", "3s",
                "kakuremichi.session.inbound-queue", "8");
    }
}
