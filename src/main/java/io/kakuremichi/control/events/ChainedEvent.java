package io.kakuremichi.control.events;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One link of the {@link EventChain}: bytes that all readers send, serialised once. A reader holds the last link that it sent, so the
 * garbage collector frees the links that all readers have passed.
 */
final class ChainedEvent {
    private final @Nullable EventType type;
    private final long revision;
    private final byte[] bytes;

    /** The length of the chain up to and including this link. */
    private final long end;

    private volatile @Nullable ChainedEvent next;

    private ChainedEvent(@Nullable EventType type, long revision, byte[] bytes, long end) {
        this.type = type;
        this.revision = revision;
        this.bytes = bytes;
        this.end = end;
    }

    /** A link before all events. */
    static ChainedEvent first() {
        return new ChainedEvent(null, 0, new byte[0], 0);
    }

    /**
     * Adds the next link and returns it. Called by the chain only, under its lock.
     *
     * @param nextType null for an event that every reader gets
     * @param nextRevision of a change, or 0
     */
    ChainedEvent append(@Nullable EventType nextType, long nextRevision, byte[] nextBytes) {
        var added = new ChainedEvent(nextType, nextRevision, nextBytes, end + nextBytes.length);
        next = added;
        return added;
    }

    /** The next link, or null at the end of the chain. */
    @Nullable ChainedEvent next() {
        return next;
    }

    /** The revision of a change, or the one that a reset goes on from, or 0. */
    long revision() {
        return revision;
    }

    byte[] bytes() {
        return bytes;
    }

    long end() {
        return end;
    }

    /** Whether every reader gets it; then its position is the one that readers follow from. */
    boolean isForAll() {
        return type == null;
    }

    /**
     * Whether a reader gets it.
     *
     * @param after the reader has all changes up to this revision
     */
    boolean concerns(Set<EventType> types, long after) {
        return type == null || types.contains(type) && (revision == 0 || revision > after);
    }
}
