package io.kakuremichi.control.events;

import java.util.Locale;

/** Why a reader must load everything anew. */
enum ResetReason {
    /** The log no longer holds the change after the given id. */
    LOG_PRUNED,
    /** The given id belongs to another history, or the history of the database changed. */
    HISTORY_CHANGED,
    /** The given id is not one of Control's. */
    UNKNOWN_ID,
    /** This replica missed changes and loaded its state anew. */
    RELOADED,
    /** The reader lags too far behind; its stream ends. */
    TOO_SLOW;

    /** The name in events. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
