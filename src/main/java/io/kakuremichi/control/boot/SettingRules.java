package io.kakuremichi.control.boot;

import static io.kakuremichi.control.boot.AllowedValues.duration;
import static io.kakuremichi.control.boot.AllowedValues.flag;
import static io.kakuremichi.control.boot.AllowedValues.list;
import static io.kakuremichi.control.boot.AllowedValues.number;
import static io.kakuremichi.control.boot.AllowedValues.oneOf;
import static io.kakuremichi.control.boot.AllowedValues.path;
import static io.kakuremichi.control.boot.AllowedValues.secret;
import static io.kakuremichi.control.boot.AllowedValues.size;
import static io.kakuremichi.control.boot.AllowedValues.text;

import io.kakuremichi.control.http.AddressRange;
import io.kakuremichi.control.network.Subnet;
import io.smallrye.config.SmallRyeConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All settings of Control with their allowed values. A test compares them with {@link
 * io.kakuremichi.control.config.ControlConfig}.
 */
final class SettingRules {
    private static final String PREFIX = "kakuremichi.";

    /** Settings that the build or the start sets as system properties, and nobody else. */
    private static final List<String> INTERNAL = List.of(PREFIX + "dev-mode", PREFIX + "database.embedded");

    private static final List<SettingRule> ALL = List.of(
            required("data-dir", path()),
            secretOf("admin-token"),
            optional("admin-token-file", path()),
            required("dev-mode", flag()),
            secretOf("encryption-key"),
            optional("encryption-key-file", path()),
            required("keys.delivery", oneOf("once", "always")),
            required("keys.retain", flag()),
            optional("keys.rotation-interval", duration("1s", "3650d")),
            optional("replica", text()),
            optional(
                    "public-url",
                    AllowedValues.of(
                            "an http or https address without a path, such as https://control.example",
                            SettingRules::isWebAddress)),
            optional("trusted-proxies", list("addresses and ranges such as 10.0.0.0/8", SettingRules::isRange)),
            required("forwarded-header", oneOf("x-forwarded", "forwarded")),
            required("auth.query-key", flag()),
            required("tls.required", flag()),
            optional("tls.certificate-file", path()),
            optional("tls.key-file", path()),
            optional("tls.reload-period", duration("1s", "30d")),
            required("tls.gateways-need-certificate", flag()),
            optional("tls.gateways-ca-file", path()),
            required("limits.failed-authentications-per-minute", count()),
            required("limits.connections", count()),
            required("limits.unauthenticated", count()),
            required("limits.messages-per-second", count()),
            required("limits.message-burst", count()),
            required("limits.max-body-size", size("1K", "1G")),
            required("limits.max-document-size", size("1K", "1G")),
            required("limits.request-time", duration("100ms", "1d")),
            required("database.embedded", flag()),
            optional("database.password-file", path()),
            optional("database.direct-url", text()),
            required("database.give-up-after", duration("1s", "1h")),
            optional("database.binaries-dir", path()),
            required("network.pool", AllowedValues.of("an IPv4 network such as 10.0.0.0/8", SettingRules::isNetwork)),
            required("network.agent-prefix", number(1, 25)),
            required("session.auth-timeout", duration("100ms", "1h")),
            required("session.heartbeat-interval", duration("100ms", "1h")),
            required("session.heartbeat-check", duration("100ms", "1h")),
            required("session.heartbeat-timeout", duration("100ms", "1d")),
            required("session.ping-interval", duration("0s", "1h")),
            required("session.send-timeout", duration("100ms", "1h")),
            required("session.outbound-queue", number(8, 1_000_000)),
            required("session.inbound-queue", number(1, 1_000_000)),
            required("session.errors-per-minute", count()),
            required("drain.duration", duration("0s", "1h")),
            required("config.gateway-virtual-ips", oneOf("own", "all")),
            required("config.interval", duration("0s", "1h")),
            required("presence.interval", duration("100ms", "1h")),
            required("presence.lease", duration("100ms", "1d")),
            required("enrollment.key-retention", duration("1d", "36500d")),
            // Twice as long would be a break in the observation of absent clients.
            required("enrollment.ephemeral-interval", duration("1s", "90s")),
            required("feed.interval", duration("100ms", "1h")),
            required("feed.retention", duration("1s", "3650d")),
            required("feed.retained-changes", number(1, 1_000_000_000)),
            required("events.max-readers", count()),
            required("events.keep-alive", duration("1s", "1h")),
            required("events.send-timeout", duration("1s", "1h")),
            required("events.max-lag", size("64K", "1G")),
            required("audit.retention", duration("1s", "36500d")),
            optional("oidc.issuer", text()),
            optional("oidc.audience", text()),
            optional("oidc.client-id", text()),
            secretOf("oidc.client-secret"),
            optional("oidc.client-secret-file", path()),
            optional("oidc.ca-file", path()),
            required("oidc.roles-claim", text()),
            required("oidc.roles.admin", list("groups", group -> true)),
            required("oidc.roles.operator", list("groups", group -> true)),
            required("oidc.roles.viewer", list("groups", group -> true)),
            required("console.enabled", flag()),
            optional("log.format", oneOf("text", "json")));

    /** Settings of the framework that operators need; it would check them after the database has started. */
    private static final List<SettingRule> OF_THE_FRAMEWORK = List.of(
            ofTheFramework("http.port", port()),
            ofTheFramework("http.ssl-port", port()),
            ofTheFramework("management.port", port()),
            ofTheFramework("http.insecure-requests", oneOf("enabled", "redirect", "disabled")),
            ofTheFramework("http.access-log.enabled", flag()),
            ofTheFramework("swagger-ui.enabled", flag()),
            // With another one, the port with TLS is not opened, without any message.
            ofTheFramework("tls.\"web\".protocols", tlsVersions()),
            ofTheFramework("tls.web.protocols", tlsVersions()),
            ofTheFramework("http.limits.max-connections", count()),
            ofTheFramework("http.limits.max-header-size", size("1K", "1G")),
            ofTheFramework("http.limits.max-initial-line-length", count()),
            ofTheFramework("http.host", text()),
            ofTheFramework("management.host", text()),
            ofTheFramework("datasource.username", text()),
            // People write passwords into it.
            new SettingRule("quarkus.datasource.jdbc.url", text(), true, true),
            ofTheFramework("datasource.jdbc.max-size", number(2, 10_000)),
            ofTheFramework(
                    "log.level",
                    oneOf(
                            "off", "fatal", "error", "severe", "warn", "warning", "info", "config", "debug", "fine",
                            "trace", "finer", "finest", "all")));

    private SettingRules() {}

    /** @throws IllegalStateException with one sentence that names setting, value and what is allowed */
    static void check(SmallRyeConfig config) {
        Stream.concat(ALL.stream(), OF_THE_FRAMEWORK.stream())
                .flatMap(rule -> rule.fault(config).stream())
                .findFirst()
                .ifPresent(fault -> {
                    throw new IllegalStateException(fault);
                });
    }

    static Stream<SettingRule> all() {
        return ALL.stream();
    }

    /** Whether people may set it. */
    static boolean isForPeople(SettingRule rule) {
        return !INTERNAL.contains(rule.property());
    }

    static Optional<SettingRule> of(String property) {
        return ALL.stream().filter(rule -> rule.property().equals(property)).findFirst();
    }

    private static AllowedValues port() {
        return number(0, 65_535);
    }

    private static AllowedValues tlsVersions() {
        return list("TLSv1.3 and TLSv1.2", List.of("TLSv1.3", "TLSv1.2")::contains);
    }

    private static AllowedValues count() {
        return number(1, 100_000_000);
    }

    private static boolean isRange(String text) {
        try {
            AddressRange.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A slash at the end is what browsers show. */
    private static boolean isWebAddress(String text) {
        try {
            var uri = new URI(text);
            return List.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && List.of("", "/").contains(uri.getPath())
                    && uri.getPort() <= 65_535
                    && uri.getPort() != 0;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isNetwork(String text) {
        try {
            Subnet.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static SettingRule required(String name, AllowedValues allowed) {
        return new SettingRule(PREFIX + name, allowed, false, false);
    }

    private static SettingRule optional(String name, AllowedValues allowed) {
        return new SettingRule(PREFIX + name, allowed, true, false);
    }

    private static SettingRule ofTheFramework(String name, AllowedValues allowed) {
        return new SettingRule("quarkus." + name, allowed, true, false);
    }

    private static SettingRule secretOf(String name) {
        return new SettingRule(PREFIX + name, secret(), true, true);
    }
}
