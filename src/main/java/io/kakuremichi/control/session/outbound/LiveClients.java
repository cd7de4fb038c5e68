package io.kakuremichi.control.session.outbound;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.session.connection.Session;
import io.kakuremichi.control.session.connection.SessionState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The live clients of this replica, each with its newest session. Confined to the sequencer's thread. */
final class LiveClients {
    private final Map<UUID, LiveClient> agents = new HashMap<>();
    private final Map<UUID, LiveClient> gateways = new HashMap<>();

    void put(LiveClient client) {
        of(client.live().type()).put(client.id(), client);
    }

    void remove(LiveClient client) {
        of(client.live().type()).remove(client.id(), client);
    }

    @Nullable LiveClient get(UUID id) {
        var agent = agents.get(id);
        return agent != null ? agent : gateways.get(id);
    }

    /** Returns the session's client; null when the session ended or the client has a newer one. */
    @Nullable LiveClient get(Session session) {
        return session.state() instanceof SessionState.Live live ? get(session, live) : null;
    }

    /** Like {@link #get(Session)}, for a session that may have just ended in that state. */
    @Nullable LiveClient get(Session session, SessionState.Live live) {
        var client = of(live.type()).get(live.clientId());
        return client != null && client.session() == session ? client : null;
    }

    Collection<LiveClient> agents() {
        return agents.values();
    }

    Collection<LiveClient> gateways() {
        return gateways.values();
    }

    /** Returns a copy. */
    List<LiveClient> all() {
        var all = new ArrayList<LiveClient>(agents.values());
        all.addAll(gateways.values());
        return all;
    }

    private Map<UUID, LiveClient> of(ClientType type) {
        return switch (type) {
            case AGENT -> agents;
            case GATEWAY -> gateways;
        };
    }
}
