package io.kakuremichi.control.overview;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Whether a tunnel can be reached, from what its agent reported and from the agent's connection. */
enum TunnelState {
    /** Its agent is online and reported one of {@link #UP_WORDS}. */
    UP,
    /** Its agent is offline, or reported one of {@link #DOWN_WORDS}. */
    DOWN,
    /** Its agent is online and reported nothing, or a text that is neither. */
    UNKNOWN,
    /** Switched off by a person. */
    DISABLED;

    /** Agents report free texts; these are common ones. The console has the same lists. */
    static final List<String> UP_WORDS =
            List.of("active", "up", "running", "connected", "online", "ok", "ready", "healthy");

    static final List<String> DOWN_WORDS =
            List.of("down", "error", "failed", "inactive", "disconnected", "offline", "unhealthy", "stopped");

    /** A condition of SQL: the report {@code r} says that the tunnel is down. */
    static final String REPORTED_DOWN = "lower(r.status) IN (" + quoted(DOWN_WORDS) + ")";

    /**
     * An expression of SQL: the state of the tunnel {@code t} with the presence {@code p} and the report {@code r}, each of which may
     * be missing.
     */
    static final String OF_TUNNEL = """
            CASE WHEN NOT t.enabled THEN 'disabled' WHEN p.online IS NOT TRUE OR %s THEN 'down'
                 WHEN lower(r.status) IN (%s) THEN 'up' ELSE 'unknown' END""".formatted(REPORTED_DOWN, quoted(UP_WORDS));

    /** The joins that {@link #OF_TUNNEL} needs. */
    static final String JOINS =
            "LEFT JOIN presence p ON p.client_id = t.agent_id LEFT JOIN tunnel_reports r ON r.tunnel_id = t.id";

    /**
     * A query of SQL: how many tunnels are in a {@code state}; several rows may have the same one. Compares reported texts once for all
     * tunnels that share them, which saves most of the time of thousands.
     */
    static final String COUNTS = """
            SELECT tunnels, %s AS state
            FROM (SELECT t.enabled, p.online, r.status, count(*) AS tunnels FROM tunnels t %s GROUP BY 1, 2, 3) AS same
            CROSS JOIN LATERAL (SELECT same.enabled) AS t
            CROSS JOIN LATERAL (SELECT same.online) AS p
            CROSS JOIN LATERAL (SELECT same.status) AS r
            """.formatted(OF_TUNNEL, JOINS);

    private static String quoted(List<String> words) {
        return words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(", "));
    }

    /** The name in REST and in SQL. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
