package io.kakuremichi.control.session;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Limits that a test reaches, behind a proxy of this machine that names the clients. */
public class LowLimits implements QuarkusTestProfile {
    static final int FAILURES = 5;
    static final int CONNECTIONS = 12;
    static final int UNAUTHENTICATED = 6;
    static final int MESSAGE_BURST = 20;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("kakuremichi.trusted-proxies", "127.0.0.1/32"),
                Map.entry("kakuremichi.tls.required", "true"),
                Map.entry("kakuremichi.auth.query-key", "false"),
                Map.entry("kakuremichi.limits.failed-authentications-per-minute", "" + FAILURES),
                Map.entry("kakuremichi.limits.connections", "" + CONNECTIONS),
                Map.entry("kakuremichi.limits.unauthenticated", "" + UNAUTHENTICATED),
                Map.entry("kakuremichi.limits.messages-per-second", "1"),
                Map.entry("kakuremichi.limits.message-burst", "" + MESSAGE_BURST),
                Map.entry("kakuremichi.limits.max-body-size", "10K"),
                Map.entry("kakuremichi.limits.request-time", "2s"),
                Map.entry("quarkus.http.access-log.enabled", "true"));
    }
}
