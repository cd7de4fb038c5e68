package io.kakuremichi.control.presence;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A client came online on one replica while it was online on another. Announced to all replicas, as a hint that may be
 * lost or repeated; a replica that missed it detects the takeover with its next write.
 *
 * @param generation of the newer connection; it replaces all older ones
 */
public record Takeover(UUID clientId, long generation) {
    /** The notification channel for takeovers, with payloads {@code CLIENT-ID GENERATION}. */
    public static final String CHANNEL = "kakuremichi_moves";

    /** Parses a notification; empty if it is not valid. */
    public static Optional<Takeover> parse(@Nullable String payload) {
        var parts = payload == null ? new String[0] : payload.split(" ", -1);
        if (parts.length != 2) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Takeover(UUID.fromString(parts[0]), Long.parseLong(parts[1])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
