package io.kakuremichi.control.presence;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A newcomer was refused because the client has an open connection. Announced to all replicas on {@link Takeover#CHANNEL}, as a hint that
 * may be lost: the replica of that connection checks whether its client is still there.
 */
public record ContestedClient(UUID clientId) {
    /** Follows the client's id in the payload. */
    static final String SUFFIX = " contested";

    /** Parses a notification; empty if it is another one or not valid. */
    public static Optional<ContestedClient> parse(@Nullable String payload) {
        if (payload == null || !payload.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        try {
            var id = payload.substring(0, payload.length() - SUFFIX.length());
            return Optional.of(new ContestedClient(UUID.fromString(id)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
