package io.kakuremichi.control.telemetry;

import java.util.Locale;

/** The limits that protect all clients from the load of one or many others. */
public enum Limit {
    /** Failed authentications from one address. */
    FAILED_AUTHENTICATIONS,
    /** Connections of this replica. */
    CONNECTIONS,
    /** Connections of this replica that have not authenticated yet. */
    UNAUTHENTICATED,
    /** Keys that wait for their look-up in the database. */
    KEY_LOOKUPS,
    /** Messages of one connection that wait for their handling. */
    INBOUND_QUEUE,
    /** The time in which a client must read one message. */
    SEND_TIME,
    /** Messages of one connection. */
    MESSAGES,
    /** Errors of one connection. */
    ERRORS,
    /** The size of a REST body. */
    BODY_SIZE,
    /** Documents of many objects that are under way at once. */
    DOCUMENTS,
    /** Readers of events. */
    EVENT_READERS;

    /** The name in metrics. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
