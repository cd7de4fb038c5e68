package io.kakuremichi.control.feed;

import java.util.UUID;

/** A place in history. */
record Position(UUID epoch, long revision) {
    /** Before everything, in no history that exists. */
    static final Position NOWHERE = new Position(new UUID(0, 0), -1);
}
