package io.kakuremichi.control.command;

import java.util.Iterator;
import java.util.List;

/** The values that the completion of a shell offers for an option. Control decides which values are valid. */
interface Candidates extends Iterable<String> {
    /** The values. */
    List<String> values();

    @Override
    default Iterator<String> iterator() {
        return values().iterator();
    }

    /** The statuses of clients. */
    record Statuses(List<String> values) implements Candidates {
        Statuses() {
            this(List.of("online", "offline", "error"));
        }
    }

    /** The roles of tokens. */
    record Roles(List<String> values) implements Candidates {
        Roles() {
            this(List.of("viewer", "operator", "admin"));
        }
    }

    /** The kinds of clients. */
    record ClientTypes(List<String> values) implements Candidates {
        ClientTypes() {
            this(List.of("agent", "gateway"));
        }
    }

    /** The types of events. */
    record EventTypes(List<String> values) implements Candidates {
        EventTypes() {
            this(List.of(
                    "agent_create",
                    "agent_update",
                    "agent_delete",
                    "gateway_create",
                    "gateway_update",
                    "gateway_delete",
                    "tunnel_create",
                    "tunnel_update",
                    "tunnel_delete",
                    "certificate_update",
                    "certificate_delete",
                    "key_offer",
                    "client",
                    "tunnel_status",
                    "replicas"));
        }
    }

    /** The outcomes of audited calls. */
    record Outcomes(List<String> values) implements Candidates {
        Outcomes() {
            this(List.of("success", "replayed", "denied", "failed"));
        }
    }
}
