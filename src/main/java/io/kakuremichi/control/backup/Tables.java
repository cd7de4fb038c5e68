package io.kakuremichi.control.backup;

import java.util.List;

/** The tables of an archive. A test compares these lists with the schema. */
final class Tables {
    /** Flyway's history of migrations. */
    static final String MIGRATIONS = "flyway_schema_history";

    /** The epoch and revision. */
    static final String STATE = "control_state";

    /** All tables of an archive, referenced tables first. */
    static final List<String> ARCHIVED = List.of(
            MIGRATIONS,
            STATE,
            "change_log",
            "agents",
            "gateways",
            "tunnels",
            "tunnel_reports",
            "declared_state",
            "certificates",
            "tokens",
            "enrollment_keys",
            "enrollment_answers",
            "idempotency_keys",
            "audit");

    /**
     * Connections of clients: none exist after a restore, and confirmed revisions belong to the old history. Sessions of
     * the console: a restore must not bring back one that was ended.
     */
    static final List<String> NOT_ARCHIVED = List.of("presence", "replicas", "console_sessions");

    private Tables() {}
}
