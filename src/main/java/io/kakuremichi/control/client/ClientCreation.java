package io.kakuremichi.control.client;

import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.credential.SecretHash;
import io.kakuremichi.control.database.AdvisoryLocks;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.rest.ApiException;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import org.jspecify.annotations.Nullable;

/** The part of a client's creation that both kinds have in common. */
@Singleton
public class ClientCreation {
    private final ClientKeys keys;
    private final EntityManager entities;
    private final Event<Change> changes;

    ClientCreation(ClientKeys keys, EntityManager entities, Event<Change> changes) {
        this.keys = keys;
        this.entities = entities;
        this.changes = changes;
    }

    /**
     * Gives the client an id, an API key and a WireGuard key, stores it, and announces it. Must be called inside a transaction.
     *
     * @param client with its name, its place in the address plan and everything else that only the caller knows
     * @param apiKey null for a new one
     * @throws ApiException DUPLICATE if the name is in use, or another client of either kind has that API key
     */
    public <C extends ClientEntity> CreatedClient<C> create(C client, @Nullable Secret apiKey) {
        if (apiKey != null) {
            requireFree(apiKey.hash());
        }
        var key = apiKey == null ? Secret.newApiKey(client.type()) : apiKey;
        client.assignId();
        client.setApiKey(key);
        keys.first(client);
        UniqueNames.write(client);
        changes.fire(client.created());
        return new CreatedClient<>(client, key);
    }

    /**
     * The lock lets creations with given keys follow each other, because no constraint spans the two tables. One lock for all keys: an
     * import of many clients would exhaust the table of locks.
     */
    private void requireFree(SecretHash key) {
        AdvisoryLocks.untilCommit(entities, "given API keys");
        var holders = (Number)
                entities.createNativeQuery("""
                        SELECT (SELECT count(*) FROM agents WHERE api_key_hash = :key)
                             + (SELECT count(*) FROM gateways WHERE api_key_hash = :key)
                        """).setParameter("key", key.hex()).getSingleResult();
        if (holders.longValue() > 0) {
            throw new ApiException(ApiErrorCode.DUPLICATE, "Another client has this API key");
        }
    }
}
