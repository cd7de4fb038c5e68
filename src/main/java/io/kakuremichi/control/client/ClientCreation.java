package io.kakuremichi.control.client;

import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.rest.ApiException;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The part of a client's creation that both kinds have in common. */
@Singleton
public class ClientCreation {
    private final ClientKeys keys;
    private final Event<Change> changes;

    ClientCreation(ClientKeys keys, Event<Change> changes) {
        this.keys = keys;
        this.changes = changes;
    }

    /**
     * Gives the client an id, an API key and a WireGuard key, stores it, and announces it. Must be called inside a transaction.
     *
     * @param client with its name, its place in the address plan and everything else that only the caller knows
     * @param apiKey null for a new one
     * @throws ApiException DUPLICATE if the name is in use
     */
    public <C extends ClientEntity> CreatedClient<C> create(C client, @Nullable Secret apiKey) {
        var key = apiKey == null ? Secret.newApiKey(client.type()) : apiKey;
        client.assignId();
        client.setApiKey(key);
        keys.first(client);
        UniqueNames.write(client);
        changes.fire(client.created());
        return new CreatedClient<>(client, key);
    }
}
