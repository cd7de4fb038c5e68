package io.kakuremichi.control.topology;

import java.util.List;

/** Whoever is to learn of changes. Called on the sequencer's thread, so it must not block. */
public interface Audience {
    /**
     * One change was applied.
     *
     * @param topology as it is now, at the change's revision
     * @param committedAt about when it was committed, as {@link System#nanoTime}
     */
    void changed(Topology topology, List<Notice> notices, long committedAt);

    /** The topology was read anew; what happened between is unknown, so every configuration is stale. */
    void reloaded(Topology topology);

    /** A batch of changes is through. */
    void caughtUp(Topology topology);
}
