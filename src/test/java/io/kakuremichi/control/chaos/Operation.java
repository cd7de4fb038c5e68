package io.kakuremichi.control.chaos;

import java.util.UUID;

/**
 * Something that a writer asked for over REST.
 *
 * @param tag what is this operation's alone in the log: a domain, a target, a name; empty for a deletion
 * @param subject what it is about; null when it is not known, because a creation was never answered
 * @param attempts how often it was sent
 * @param answer the last status and body, for a report
 */
record Operation(Kind kind, Outcome outcome, String tag, UUID subject, int attempts, String answer) {
    enum Kind {
        CREATE_TUNNEL,
        CHANGE_TUNNEL,
        MOVE_TUNNEL,
        DELETE_TUNNEL,
        CREATE_AGENT,
        RENAME_AGENT,
        DELETE_AGENT,
        CREATE_GATEWAY,
        RENAME_GATEWAY,
        DELETE_GATEWAY;

        /** Sent with an {@code Idempotency-Key}. */
        boolean isCreation() {
            return this == CREATE_TUNNEL || this == CREATE_AGENT || this == CREATE_GATEWAY;
        }

        boolean isDeletion() {
            return this == DELETE_TUNNEL || this == DELETE_AGENT || this == DELETE_GATEWAY;
        }
    }

    enum Outcome {
        /** Answered with success. */
        DONE,
        /** Answered with a refusal, at the first attempt. */
        REFUSED,
        /** Not answered, or refused after an attempt that was not answered. */
        UNKNOWN
    }
}
