package io.kakuremichi.control.presence;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A client came online on one replica while another one had it online: word of it goes to all of them. Only a hint, that may
 * be lost or come twice; whoever missed it finds out when it next writes what it has seen of its sessions.
 *
 * @param generation of the newer connection; every older one is over
 */
public record Takeover(UUID clientId, long generation) {
    /** The channel of the database on which moves are notified, each as {@code CLIENT-ID GENERATION}. */
    public static final String CHANNEL = "kakuremichi_moves";

    /** Reads a notification; empty for what is none of ours. */
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
