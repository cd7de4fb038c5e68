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

    /** The outcomes of audited calls. */
    record Outcomes(List<String> values) implements Candidates {
        Outcomes() {
            this(List.of("success", "replayed", "denied", "failed"));
        }
    }
}
