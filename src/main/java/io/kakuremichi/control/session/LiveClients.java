package io.kakuremichi.control.session;

import io.kakuremichi.control.credential.ClientType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The live sessions, one a client. Confined to the sequencer's thread. */
final class LiveClients {
    private final Map<UUID, LiveClient> agents = new HashMap<>();
    private final Map<UUID, LiveClient> gateways = new HashMap<>();

    void put(LiveClient subscriber) {
        of(subscriber.live.type()).put(subscriber.client(), subscriber);
    }

    void remove(LiveClient subscriber) {
        of(subscriber.live.type()).remove(subscriber.client(), subscriber);
    }

    @Nullable LiveClient of(UUID client) {
        var agent = agents.get(client);
        return agent != null ? agent : gateways.get(client);
    }

    /** The session's, unless it is over or the client has a newer one. */
    @Nullable LiveClient of(Session session) {
        if (!(session.state() instanceof SessionState.Live live)) {
            return null;
        }
        return of(session, live);
    }

    /** The same for a session that may have just ended in that state. */
    @Nullable LiveClient of(Session session, SessionState.Live live) {
        var subscriber = of(live.type()).get(live.clientId());
        return subscriber != null && subscriber.session == session ? subscriber : null;
    }

    Collection<LiveClient> agents() {
        return agents.values();
    }

    Collection<LiveClient> gateways() {
        return gateways.values();
    }

    /** A copy. */
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
