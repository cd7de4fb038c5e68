package io.kakuremichi.control.presence;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.topology.Sequencer;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Puts together what the database and the topology know of clients. Blocks; any thread but the sequencer's. */
@Singleton
public class ClientStates {
    private final Sequencer sequencer;

    ClientStates(Sequencer sequencer) {
        this.sequencer = sequencer;
    }

    /** One client's. */
    public ClientState of(ClientType type, UUID id) {
        return Objects.requireNonNull(of(type, List.of(id)).get(id));
    }

    /** Many clients'; one for each id. */
    public Map<UUID, ClientState> of(ClientType type, Collection<UUID> ids) {
        var presences = new HashMap<UUID, ClientPresence>();
        ClientPresence.<ClientPresence>list("clientId IN ?1", ids).forEach(each -> presences.put(each.clientId, each));
        var wanted = wanted(type, ids);
        var states = new HashMap<UUID, ClientState>();
        ids.forEach(id -> states.put(id, ClientState.of(presences.get(id), wanted.get(id))));
        return states;
    }

    /** The newest revision that concerns each; empty before the first load. */
    Map<UUID, @Nullable Long> wanted(ClientType type, Collection<UUID> ids) {
        try {
            return sequencer
                    .read(topology -> {
                        var wanted = new HashMap<UUID, @Nullable Long>();
                        ids.forEach(id -> wanted.put(id, topology.wantedBy(type, id)));
                        return wanted;
                    })
                    .join();
        } catch (CompletionException e) {
            return Map.of();
        }
    }
}
