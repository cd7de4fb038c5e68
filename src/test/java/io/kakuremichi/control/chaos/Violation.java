package io.kakuremichi.control.chaos;

/** Something that must not happen, and its evidence. */
record Violation(Kind kind, String evidence) {
    enum Kind {
        /** Committed and of this client's concern, but neither told nor contained in a later configuration. */
        LOST,
        /** Told twice on one connection, or committed twice for one operation. */
        DOUBLED,
        /** Told after something that came later. */
        REORDERED,
        /** Whole configurations closer together than the flat dialect allows. */
        TOO_CLOSE,
        /** Received but never committed, or committed but never requested. */
        INVENTED,
        /** A connection that does not begin as the protocol says. */
        BAD_START,
        /** At rest, but a client's state, REST or the tables differ from the log. */
        DIVERGED,
        /** Not at rest in time, or a program that ended by itself. */
        STUCK
    }

    @Override
    public String toString() {
        return kind + ": " + evidence;
    }
}
