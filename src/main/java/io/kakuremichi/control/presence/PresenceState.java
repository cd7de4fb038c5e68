package io.kakuremichi.control.presence;

/** Whether presence can be written. */
enum PresenceState {
    /** Nothing has been written yet. */
    STARTING,
    /** The last write succeeded. */
    WRITABLE,
    /** The database accepts no writes, as a standby does. */
    READ_ONLY,
    /** The last write failed for another reason. */
    AWAY
}
