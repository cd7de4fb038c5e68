package io.kakuremichi.control.events;

import io.kakuremichi.control.topology.CommittedChange;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The events of this replica in their order, as a linked list. Each reader follows it at its own pace. Writers only append; they know
 * no readers. While there are none, only the position is kept.
 *
 * <p>Guarantees: from a {@link Position} on, a reader finds every later change exactly once, in commit order, or a reset in place of what
 * is unknown. The locks are held for moments, without I/O.
 */
@Singleton
class EventChain {
    private final EventFrames frames;
    private @Nullable UUID epoch;
    private long revision;
    private ChainedEvent tail = ChainedEvent.first();
    private volatile int readers;
    private volatile long length;

    EventChain(EventFrames frames) {
        this.frames = frames;
    }

    /**
     * The end of the chain.
     *
     * @param revision all later changes are after the link, all others before it
     */
    record Position(UUID epoch, long revision, ChainedEvent link) {
        EventId id() {
            return new EventId(epoch, revision);
        }
    }

    /** A reader will follow from a position that it asks for next. */
    synchronized void enter() {
        readers++;
    }

    /** A reader ended. */
    synchronized void leave() {
        readers--;
    }

    /** Whether there are readers. Any thread. */
    boolean hasReaders() {
        return readers > 0;
    }

    /** The number of bytes appended so far. Any thread. */
    long length() {
        return length;
    }

    /** The current end, or null before the feed has loaded the topology. */
    synchronized @Nullable Position position() {
        return epoch == null ? null : new Position(epoch, revision, tail);
    }

    /** Starts at a revision that was loaded; readers that followed an earlier position are reset. */
    synchronized void loaded(UUID newEpoch, long newRevision) {
        var before = position();
        epoch = newEpoch;
        revision = newRevision;
        if (before == null || before.id().equals(new EventId(newEpoch, newRevision))) {
            return;
        }
        var reason = before.epoch().equals(newEpoch) ? ResetReason.RELOADED : ResetReason.HISTORY_CHANGED;
        append(null, newRevision, frames.resetTo(reason, new EventId(newEpoch, newRevision)));
    }

    /** Appends consecutive changes. */
    synchronized void applied(List<CommittedChange> changes) {
        for (var change : changes) {
            revision = change.revision();
            if (epoch != null && readers > 0) {
                append(EventItems.type(change.change()), revision, frames.change(epoch, change));
            }
        }
    }

    /** Changes up to this revision could not be appended: readers are reset. */
    synchronized void broken(long newRevision) {
        if (epoch != null) {
            revision = newRevision;
            append(null, newRevision, frames.resetTo(ResetReason.RELOADED, new EventId(epoch, newRevision)));
        }
    }

    /** Appends one or more events of state, of one type. */
    synchronized void state(EventType type, byte[] bytes) {
        append(type, 0, bytes);
    }

    private void append(@Nullable EventType type, long ofRevision, byte[] bytes) {
        if (readers > 0) {
            tail = tail.append(type, ofRevision, bytes);
            length = tail.end();
        }
    }
}
