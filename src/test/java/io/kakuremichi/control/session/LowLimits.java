package io.kakuremichi.control.session;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * Limits that tests reach, behind a proxy of this machine that names the clients. One profile for all of them, because Quarkus starts
 * anew for each. Times are short, but long enough for a slow machine to let clients in.
 */
public class LowLimits implements QuarkusTestProfile {
    static final int FAILURES = 5;
    static final int CONNECTIONS = 12;
    static final int UNAUTHENTICATED = 6;

    /** More than the queue of messages that wait to be handled, so that a test reaches the one without the other. */
    static final int MESSAGE_BURST = 40;

    static final int EVENT_READERS = 3;
    static final int INBOUND_QUEUE = 16;
    static final int OUTBOUND_QUEUE = 16;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("kakuremichi.trusted-proxies", "127.0.0.1/32"),
                Map.entry("kakuremichi.tls.required", "true"),
                Map.entry("kakuremichi.auth.query-key", "false"),
                Map.entry("kakuremichi.limits.failed-authentications-per-minute", "" + FAILURES),
                Map.entry("kakuremichi.limits.connections", "" + CONNECTIONS),
                Map.entry("kakuremichi.limits.unauthenticated", "" + UNAUTHENTICATED),
                Map.entry("kakuremichi.limits.messages-per-second", "5"),
                Map.entry("kakuremichi.limits.message-burst", "" + MESSAGE_BURST),
                Map.entry("kakuremichi.limits.max-body-size", "10K"),
                Map.entry("kakuremichi.limits.request-time", "2s"),
                Map.entry("kakuremichi.events.max-readers", "" + EVENT_READERS),
                Map.entry("kakuremichi.events.keep-alive", "1h"),
                Map.entry("kakuremichi.session.auth-timeout", "4s"),
                Map.entry("kakuremichi.session.heartbeat-check", "200ms"),
                Map.entry("kakuremichi.session.heartbeat-timeout", "5s"),
                Map.entry("kakuremichi.session.inbound-queue", "" + INBOUND_QUEUE),
                Map.entry("kakuremichi.session.outbound-queue", "" + OUTBOUND_QUEUE),
                Map.entry("kakuremichi.config.interval", "10ms"),
                Map.entry("quarkus.http.access-log.enabled", "true"));
    }

    /** How often a limit was reached since the start. */
    static double reached(MeterRegistry metrics, String limit) {
        return metrics.get("kakuremichi.limits.reached")
                .tag("limit", limit)
                .counter()
                .count();
    }
}
