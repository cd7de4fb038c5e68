package io.kakuremichi.control.clientapi;

import io.kakuremichi.control.client.ClientEntity;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.topology.Sequencer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Combines the database's and the topology's knowledge of clients. Blocks; any thread except the sequencer's. */
@Singleton
public class ClientStates {
    /** A call does without the wanted revisions rather than wait for a sequencer that is stuck. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Sequencer sequencer;

    ClientStates(Sequencer sequencer) {
        this.sequencer = sequencer;
    }

    /** The state of one client. */
    public ClientState of(ClientEntity client) {
        return each(List.of(client), (same, state) -> state).getFirst();
    }

    /**
     * Maps clients of one type to views with their state. Waits for the topology, so a caller has no transaction open unless it must.
     *
     * @param view creates the view
     */
    public <C extends ClientEntity, V> List<V> each(List<C> clients, BiFunction<C, ClientState, V> view) {
        if (clients.isEmpty()) {
            return List.of();
        }
        var ids = clients.stream().map(client -> client.id).toList();
        var presences = new HashMap<UUID, ClientPresence>();
        QuarkusTransaction.joiningExisting()
                .call(() -> ClientPresence.<ClientPresence>list("clientId IN ?1", ids))
                .forEach(each -> presences.put(each.clientId, each));
        var wanted = wanted(clients.getFirst().type(), ids, presences);
        return clients.stream()
                .map(client -> view.apply(client, ClientState.of(presences.get(client.id), wanted.get(client.id))))
                .toList();
    }

    /**
     * The newest revision that concerns each client; empty before the first load, and when the sequencer does not answer in time.
     *
     * @param presences those of the clients that were connected at least once; others are expected to be sent everything
     */
    Map<UUID, @Nullable Long> wanted(ClientType type, Collection<UUID> ids, Map<UUID, ClientPresence> presences) {
        if (!sequencer.isLoaded()) {
            return Map.of();
        }
        return sequencer
                .<Map<UUID, @Nullable Long>>read(topology -> {
                    var wanted = new HashMap<UUID, @Nullable Long>();
                    ids.forEach(id -> wanted.put(id, topology.wantedBy(type, id, receivesProxies(presences.get(id)))));
                    return wanted;
                })
                .completeOnTimeout(Map.of(), PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static boolean receivesProxies(@Nullable ClientPresence presence) {
        return presence == null || presence.receivesProxies == null || presence.receivesProxies;
    }
}
