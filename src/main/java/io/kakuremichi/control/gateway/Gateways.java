package io.kakuremichi.control.gateway;

import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.client.ClientCreation;
import io.kakuremichi.control.client.CreatedClient;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.network.AddressBook;
import io.kakuremichi.control.rest.ApiException;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The creation and the deletion of gateways, with their announcement. Each call must run inside a transaction. */
@Singleton
public class Gateways {
    private final GatewayRepository repository;
    private final ClientCreation creation;
    private final AddressBook addresses;
    private final Event<Change> changes;

    Gateways(GatewayRepository repository, ClientCreation creation, AddressBook addresses, Event<Change> changes) {
        this.repository = repository;
        this.creation = creation;
        this.addresses = addresses;
        this.changes = changes;
    }

    /**
     * Creates a gateway with the lowest free host number.
     *
     * @param fields sets the name and everything else that the caller knows; a public address must be canonical
     * @param apiKey null for a new one
     * @throws ApiException DUPLICATE if the name is in use, POOL_EXHAUSTED if no host number is free
     */
    public CreatedClient<Gateway> create(Consumer<Gateway> fields, @Nullable Secret apiKey) {
        var index = addresses.freeGatewayHost();
        var gateway = new Gateway();
        gateway.hostIndex = index;
        gateway.hostNumber = addresses.plan().gatewayHost(index);
        fields.accept(gateway);
        return creation.create(gateway, apiKey);
    }

    /** Reads a gateway that nobody else changes until the transaction ends. */
    public Optional<Gateway> locked(UUID id) {
        return repository.findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Deletes a gateway. */
    public void delete(Gateway gateway) {
        gateway.delete();
        changes.fire(new Change.GatewayDeleted(gateway.id));
    }
}
