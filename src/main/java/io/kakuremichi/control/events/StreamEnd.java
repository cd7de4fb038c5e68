package io.kakuremichi.control.events;

import java.util.Locale;

/** Why a stream ended. */
enum StreamEnd {
    /** The reader closed the connection, or it broke. */
    CLOSED,
    /** The reader lags too far behind, or does not read. */
    TOO_SLOW,
    /** The token or session of the reader is no longer valid. */
    REVOKED,
    /** This replica stops. */
    STOPPING,
    /** The database is away: neither changes nor the validity of tokens can be read. */
    UNAVAILABLE;

    /** The value of the tag in metrics. */
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
