package io.kakuremichi.control.presence;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.config.ReplicaName;
import jakarta.inject.Singleton;
import java.util.UUID;

/** The identity of this process: an id that is new at each start, and a name for people. */
@Singleton
public class Replica {
    private final UUID id = UUID.randomUUID();
    private final String name;

    Replica(ControlConfig config) {
        this.name = ReplicaName.of(config.replica());
    }

    /** A new id for each process. */
    public UUID id() {
        return id;
    }

    /** {@code kakuremichi.replica}, by default the host's name. */
    public String name() {
        return name;
    }
}
