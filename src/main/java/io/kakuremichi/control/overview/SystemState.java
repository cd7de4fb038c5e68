package io.kakuremichi.control.overview;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.kakuremichi.control.version.BuildVersion;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What Control runs as.
 *
 * @param at the database's time at the reading
 * @param replica the name of the replica that answers
 * @param startedAt of that replica
 */
@RegisterForReflection
record SystemState(
        Instant at,
        BuildVersion version,
        String replica,
        Instant startedAt,
        long uptimeSeconds,
        UUID epoch,
        long revision,
        List<ReplicaState> replicas,
        DatabaseState database,
        List<ShownSetting> settings) {

    /**
     * The database.
     *
     * @param version of PostgreSQL
     */
    @RegisterForReflection
    record DatabaseState(DatabaseKind kind, String version, long sizeBytes, String encoding) {}

    /** Who runs the database. */
    @RegisterForReflection
    enum DatabaseKind {
        /** Control itself. */
        @JsonProperty("embedded")
        EMBEDDED,
        @JsonProperty("external")
        EXTERNAL
    }

    /**
     * A setting of the answering replica.
     *
     * @param name of the environment variable
     * @param value as an operator would write it; null if it is not set and has no default
     */
    @RegisterForReflection
    record ShownSetting(String name, @Nullable String value) {}
}
