package io.kakuremichi.control.state;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Notifies all replicas, through the database, that state outside of the change log was written. Only a hint, which may be repeated:
 * receivers read the tables.
 */
public sealed interface StateHint {
    /** The notification channel; payloads are a word, and the ids that it is about. */
    String CHANNEL = "kakuremichi_state";

    /** The most ids in one hint: a payload has less than 8,000 bytes. */
    int MOST = 200;

    /** The presence of these clients. */
    record Clients(Set<UUID> ids) implements StateHint {}

    /** The statuses that agents reported of these tunnels. */
    record Tunnels(Set<UUID> ids) implements StateHint {}

    /** The replicas. */
    record Replicas() implements StateHint {}

    /** Some replica has readers, so that hints are of use for the next minute. */
    record Wanted() implements StateHint {}

    /** The payload. */
    default String payload() {
        return switch (this) {
            case Clients(var ids) -> "clients" + joined(ids);
            case Tunnels(var ids) -> "tunnels" + joined(ids);
            case Replicas() -> "replicas";
            case Wanted() -> "wanted";
        };
    }

    private static String joined(Set<UUID> ids) {
        return ids.stream().map(id -> " " + id).collect(Collectors.joining());
    }

    /** Parses a payload; empty if it is not valid. Any database user may send a notification. */
    static Optional<StateHint> parse(@Nullable String payload) {
        var words = payload == null ? List.<String>of() : Arrays.asList(payload.split(" ", -1));
        if (words.isEmpty()) {
            return Optional.empty();
        }
        try {
            var ids = words.stream().skip(1).map(UUID::fromString).collect(Collectors.toUnmodifiableSet());
            return switch (words.getFirst()) {
                case "clients" -> Optional.of(new Clients(ids));
                case "tunnels" -> Optional.of(new Tunnels(ids));
                case "replicas" -> Optional.of(new Replicas());
                case "wanted" -> Optional.of(new Wanted());
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
