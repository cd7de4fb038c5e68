package io.kakuremichi.control.clientapi;

import io.kakuremichi.control.client.ClientEntity;
import io.kakuremichi.control.client.ClientTables;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of the two kinds of clients, for the calls that both have.
 *
 * @param path of the collection
 * @param view makes the body that shows a client
 */
public record ClientKind<C extends ClientEntity, V>(
        ClientType type, String path, PanacheRepositoryBase<C, UUID> repository, View<C, V> view) {
    /** What messages call such a client. */
    String noun() {
        return type.wireName();
    }

    /** What HQL calls it. */
    String entityName() {
        return ClientTables.entity(type);
    }

    /** Makes the body that shows a client. */
    @FunctionalInterface
    public interface View<C, V> {
        /**
         * Shows a client.
         *
         * @param apiKey only when the client was created just now
         */
        V of(C client, ClientState state, @Nullable Secret apiKey);
    }
}
