package io.kakuremichi.control.chaos;

import io.kakuremichi.control.credential.ClientType;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Replays the log for clients of the flat dialect. Not thread-safe. */
final class FlatExpectation {
    private final World world = new World();
    private final Map<UUID, Followed> followed = new HashMap<>();
    private long revision;

    private record Followed(FlatView view, FlatStates states) {}

    World world() {
        return world;
    }

    /** Keeps what that client has to be told from now on; again is as good as once. */
    void follow(UUID client, ClientType type) {
        followed.computeIfAbsent(client, first -> {
            var view = new FlatView(client, type, world);
            var states = new FlatStates();
            if (world.knows(client)) {
                states.add(revision, view.fingerprint(), view.used());
            }
            return new Followed(view, states);
        });
    }

    /** Moves on by one change. */
    void apply(LogEntry entry) {
        revision = entry.revision();
        var step = world.apply(entry);
        followed.forEach((client, each) -> {
            each.view().apply(step, world);
            if (world.knows(client)) {
                each.states()
                        .add(revision, each.view().fingerprint(), each.view().used());
            }
        });
    }

    /** Of a client that is followed. */
    FlatStates of(UUID client) {
        return followed.get(client).states();
    }
}
