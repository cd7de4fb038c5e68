package io.kakuremichi.control.telemetry;

import java.util.Locale;

/** The limits that keep one client, or many, from taking what the others need. */
public enum Limit {
    /** Failed authentications from one address. */
    FAILED_AUTHENTICATIONS,
    /** Connections of this replica. */
    CONNECTIONS,
    /** Connections of this replica that have not shown a key yet. */
    UNAUTHENTICATED,
    /** Keys that wait to be looked up in the database. */
    KEY_LOOKUPS,
    /** Messages of one connection that wait to be handled. */
    INBOUND_QUEUE,
    /** How long one message may take to be taken by the client. */
    SEND_TIME,
    /** Messages of one connection. */
    MESSAGES,
    /** Errors of one connection. */
    ERRORS,
    /** The size of a REST body. */
    BODY_SIZE;

    /** The name in metrics. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
