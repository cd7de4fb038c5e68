package io.kakuremichi.control.events;

import io.kakuremichi.control.feed.FeedFollower;
import io.kakuremichi.control.topology.CommittedChange;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Appends what the feed has applied to the chain. */
@Singleton
class EventFeed implements FeedFollower {
    private static final Logger LOG = Logger.getLogger(EventFeed.class);

    private final EventChain chain;
    private final EventLanes lanes;
    private final EventStates states;

    /** {@link System#nanoTime} since which the feed does not read the database, or 0. */
    private volatile long disconnectedSince;

    EventFeed(EventChain chain, EventLanes lanes, EventStates states) {
        this.chain = chain;
        this.lanes = lanes;
        this.states = states;
    }

    /** How long the feed has been without the database, in nanoseconds; 0 while it has it. Any thread. */
    long disconnectedNanos() {
        var since = disconnectedSince;
        return since == 0 ? 0 : System.nanoTime() - since;
    }

    @Override
    public void loaded(UUID epoch, long revision) {
        chain.loaded(epoch, revision);
        lanes.wake();
    }

    @Override
    public void applied(List<CommittedChange> changes) {
        try {
            chain.applied(changes);
            if (chain.hasReaders()) {
                states.wantedChanged(changes);
                lanes.wake();
            }
        } catch (RuntimeException e) {
            // Events must not stop the feed. Readers notice the gap by the reset.
            LOG.errorf(
                    e,
                    "Changes could not be made events revision=%s",
                    changes.getLast().revision());
            chain.broken(changes.getLast().revision());
        }
    }

    @Override
    public void connected(boolean isConnected) {
        if (isConnected) {
            disconnectedSince = 0;
        } else if (disconnectedSince == 0) {
            disconnectedSince = System.nanoTime();
        }
    }
}
