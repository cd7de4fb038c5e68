package io.kakuremichi.control.feed;

import io.kakuremichi.control.topology.CommittedChange;
import java.util.List;
import java.util.UUID;

/**
 * Follows the feed on its thread. Implementations must neither block nor throw. A change is reported after the topology contains it, in
 * revision order, exactly once.
 */
public interface FeedFollower {
    /** The topology was loaded at this revision; the changes since the last report are unknown. */
    void loaded(UUID epoch, long revision);

    /** Consecutive changes were applied. */
    void applied(List<CommittedChange> changes);

    /** Whether the feed reads the database; without it, later commits are unknown. */
    void connected(boolean isConnected);
}
