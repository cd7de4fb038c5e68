package io.kakuremichi.control.topology;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receives the changes of the topology. Called on the sequencer's thread, so implementations must not block. */
public interface Audience {
    /**
     * Called after one change was applied.
     *
     * @param topology the topology at the change's revision
     * @param committedAt approximate time of the commit, as {@link System#nanoTime}
     */
    void changed(Topology topology, List<Notice> notices, long committedAt);

    /**
     * Called after the topology was loaded again. The changes in between are unknown.
     *
     * @param before the last topology, all changes of which were announced; null at the first load, or after a failure
     */
    void reloaded(@Nullable Topology before, Topology topology);

    /** Called after a batch of changes was applied. */
    void caughtUp(Topology topology);
}
