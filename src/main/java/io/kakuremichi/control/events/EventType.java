package io.kakuremichi.control.events;

import io.kakuremichi.control.rest.ApiException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The types of events. Those of changes are the types of messages in the WebSocket protocol. */
public enum EventType {
    AGENT_CREATE,
    AGENT_UPDATE,
    AGENT_DELETE,
    GATEWAY_CREATE,
    GATEWAY_UPDATE,
    GATEWAY_DELETE,
    TUNNEL_CREATE,
    TUNNEL_UPDATE,
    TUNNEL_DELETE,
    CERTIFICATE_UPDATE,
    CERTIFICATE_DELETE,
    /** The keys to deliver to a client changed. */
    KEY_OFFER,
    /** State, not a change: presence of a client, what it applied, and its last error. */
    CLIENT,
    /** State, not a change: the status that an agent reported of a tunnel. */
    TUNNEL_STATUS,
    /** State, not a change: the replicas. */
    REPLICAS;

    /** The name in events and in the parameter {@code types}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Parses a comma-separated list; null selects all.
     *
     * @throws ApiException if a name is unknown
     */
    static Set<EventType> parse(@Nullable String names) {
        if (names == null) {
            return EnumSet.allOf(EventType.class);
        }
        var types = EnumSet.noneOf(EventType.class);
        for (var name : names.split(",", -1)) {
            types.add(Arrays.stream(values())
                    .filter(type -> type.wireName().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> ApiException.invalid("types", "must be a list of " + wireNames())));
        }
        return types;
    }

    private static String wireNames() {
        return Arrays.stream(values()).map(EventType::wireName).collect(Collectors.joining(", "));
    }
}
