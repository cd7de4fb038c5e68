package io.kakuremichi.control.backup;

import java.util.List;

/** Which tables are in an archive. A test holds these lists against the schema. */
final class Tables {
    /** What Flyway writes down of the migrations. */
    static final String MIGRATIONS = "flyway_schema_history";

    /** The place in history. */
    static final String STATE = "control_state";

    /** All that is archived; what others refer to comes before them. */
    static final List<String> ARCHIVED = List.of(
            MIGRATIONS,
            STATE,
            "change_log",
            "agents",
            "gateways",
            "tunnels",
            "tunnel_reports",
            "certificates",
            "tokens",
            "idempotency_keys",
            "audit");

    /** Who is connected to whom: after a restore nobody is, and what clients confirmed was of another history. */
    static final List<String> PASSING = List.of("presence", "replicas");

    private Tables() {}
}
