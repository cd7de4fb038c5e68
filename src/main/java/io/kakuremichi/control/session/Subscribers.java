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
final class Subscribers {
    private final Map<UUID, Subscriber> agents = new HashMap<>();
    private final Map<UUID, Subscriber> gateways = new HashMap<>();

    void put(Subscriber subscriber) {
        of(subscriber.live.type()).put(subscriber.client(), subscriber);
    }

    void remove(Subscriber subscriber) {
        of(subscriber.live.type()).remove(subscriber.client(), subscriber);
    }

    @Nullable Subscriber of(UUID client) {
        var agent = agents.get(client);
        return agent != null ? agent : gateways.get(client);
    }

    /** The session's, unless it is over or the client has a newer one. */
    @Nullable Subscriber of(Session session) {
        if (!(session.state() instanceof SessionState.Live live)) {
            return null;
        }
        return of(session, live);
    }

    /** The same for a session that may have just ended in that state. */
    @Nullable Subscriber of(Session session, SessionState.Live live) {
        var subscriber = of(live.type()).get(live.clientId());
        return subscriber != null && subscriber.session == session ? subscriber : null;
    }

    Collection<Subscriber> agents() {
        return agents.values();
    }

    Collection<Subscriber> gateways() {
        return gateways.values();
    }

    /** A copy. */
    List<Subscriber> all() {
        var all = new ArrayList<Subscriber>(agents.values());
        all.addAll(gateways.values());
        return all;
    }

    private Map<UUID, Subscriber> of(ClientType type) {
        return switch (type) {
            case AGENT -> agents;
            case GATEWAY -> gateways;
        };
    }
}
