package io.kakuremichi.control;

import java.util.Map;
import java.util.TreeMap;

/** Which package may use which. */
final class PackageRules {
    /** For each package, all of ours that it may use. */
    static final Map<String, String[]> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry("access", uses("config", "credential", "database", "http", "rest", "telemetry")),
            Map.entry("agent", uses("access", "change", "client", "clientapi", "credential", "network", "rest")),
            Map.entry("audit", uses("access", "config", "database", "http", "rest")),
            Map.entry("backup", uses("access", "audit", "boot", "config", "credential", "database", "http", "rest")),
            Map.entry("boot", uses("config", "credential", "database", "embeddedpostgres", "http", "network")),
            Map.entry("certificate", uses("access", "change", "credential", "database", "protocol", "rest")),
            Map.entry("change", uses()),
            Map.entry(
                    "client",
                    uses("access", "audit", "change", "config", "credential", "database", "http", "network", "rest")),
            Map.entry("clientapi", uses("access", "change", "client", "credential", "presence", "rest", "topology")),
            Map.entry("command", uses("backup", "boot", "config", "credential", "document", "original", "version")),
            Map.entry("config", uses("credential")),
            Map.entry("console", uses("config", "http")),
            Map.entry("credential", uses()),
            Map.entry("database", uses("config")),
            Map.entry(
                    "declared",
                    uses(
                            "access",
                            "agent",
                            "audit",
                            "change",
                            "client",
                            "credential",
                            "database",
                            "document",
                            "feed",
                            "gateway",
                            "http",
                            "network",
                            "rest",
                            "telemetry",
                            "tunnel")),
            Map.entry("document", uses()),
            Map.entry("embeddedpostgres", uses("config")),
            Map.entry(
                    "enrollment",
                    uses(
                            "access",
                            "agent",
                            "audit",
                            "client",
                            "config",
                            "credential",
                            "database",
                            "gateway",
                            "http",
                            "movein",
                            "network",
                            "rest",
                            "telemetry")),
            Map.entry(
                    "events",
                    uses(
                            "access",
                            "change",
                            "config",
                            "credential",
                            "feed",
                            "http",
                            "login",
                            "presence",
                            "rest",
                            "state",
                            "telemetry",
                            "topology")),
            Map.entry(
                    "feed",
                    uses("change", "config", "credential", "database", "presence", "state", "telemetry", "topology")),
            Map.entry(
                    "gateway",
                    uses("access", "change", "client", "clientapi", "credential", "http", "network", "rest")),
            Map.entry("http", uses("config", "telemetry")),
            Map.entry("login", uses("access", "audit", "config", "credential", "http", "rest", "telemetry")),
            Map.entry(
                    "movein",
                    uses(
                            "access",
                            "agent",
                            "audit",
                            "client",
                            "credential",
                            "gateway",
                            "http",
                            "network",
                            "original",
                            "rest",
                            "tunnel")),
            Map.entry("network", uses("config", "database", "http", "rest")),
            Map.entry("openapi", uses()),
            Map.entry(
                    "overview",
                    uses(
                            "access",
                            "change",
                            "config",
                            "credential",
                            "database",
                            "http",
                            "presence",
                            "rest",
                            "topology",
                            "version")),
            Map.entry("original", uses("config")),
            Map.entry("presence", uses("client", "config", "credential", "database", "state")),
            Map.entry("protocol", uses("credential")),
            Map.entry("rest", uses("credential", "database", "http", "telemetry")),
            Map.entry("sealing", uses("access", "config", "credential", "database", "rest")),
            Map.entry(
                    "session",
                    uses(
                            "audit",
                            "certificate",
                            "change",
                            "client",
                            "config",
                            "credential",
                            "database",
                            "enrollment",
                            "gateway",
                            "http",
                            "network",
                            "presence",
                            "protocol",
                            "rest",
                            "telemetry",
                            "topology",
                            "tunnel")),
            Map.entry("state", uses()),
            Map.entry("telemetry", uses("config")),
            Map.entry("topology", uses("change", "credential", "network", "protocol")),
            Map.entry(
                    "tunnel",
                    uses("access", "agent", "change", "client", "database", "http", "presence", "rest", "state")),
            Map.entry("version", uses("access"))));

    private PackageRules() {}

    private static String[] uses(String... packages) {
        return packages;
    }
}
