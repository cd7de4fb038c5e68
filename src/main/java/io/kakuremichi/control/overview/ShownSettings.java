package io.kakuremichi.control.overview;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.overview.SystemState.ShownSetting;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The settings that explain what people see: addresses, keys, times after which something counts as missing, limits, retention.
 * Settings that hold a secret, a path or an address of the installation are not among them.
 */
final class ShownSettings {
    private ShownSettings() {}

    static List<ShownSetting> of(ControlConfig config) {
        return List.of(
                text("NETWORK_POOL", config.network().pool()),
                text("NETWORK_AGENT_PREFIX", config.network().agentPrefix()),
                text("CONFIG_GATEWAY_VIRTUAL_IPS", config.config().gatewayVirtualIps()),
                text("KEYS_DELIVERY", config.keys().delivery()),
                text("KEYS_RETAIN", config.keys().retain()),
                time("KEYS_ROTATION_INTERVAL", config.keys().rotationInterval()),
                time("SESSION_HEARTBEAT_INTERVAL", config.session().heartbeatInterval()),
                time("SESSION_HEARTBEAT_TIMEOUT", config.session().heartbeatTimeout()),
                time("PRESENCE_LEASE", config.presence().lease()),
                text("LIMITS_CONNECTIONS", config.limits().connections()),
                time("FEED_RETENTION", config.feed().retention()),
                time("AUDIT_RETENTION", config.audit().retention()),
                text("TLS_REQUIRED", config.tls().required()),
                text("TLS_GATEWAYS_NEED_CERTIFICATE", config.tls().gatewaysNeedCertificate()),
                text("AUTH_QUERY_KEY", config.auth().queryKey()));
    }

    private static ShownSetting text(String name, Object value) {
        var text = value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : value.toString();
        return new ShownSetting("KAKUREMICHI_" + name, text.replace('_', '-'));
    }

    private static ShownSetting time(String name, Duration value) {
        return new ShownSetting("KAKUREMICHI_" + name, written(value));
    }

    private static ShownSetting time(String name, Optional<Duration> value) {
        return new ShownSetting(
                "KAKUREMICHI_" + name, value.map(ShownSettings::written).orElse(null));
    }

    /** As operators write durations: in the largest unit that holds it exactly. */
    static String written(Duration duration) {
        if (duration.toMillis() % 1_000 != 0) {
            return duration.toMillis() + "ms";
        }
        var seconds = duration.toSeconds();
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 3_600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds / 3_600 + "h";
    }
}
