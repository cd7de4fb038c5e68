package io.kakuremichi.control.clientapi;

import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.client.ClientEntity;
import io.kakuremichi.control.client.ClientKeys;
import io.kakuremichi.control.client.CreatedClient;
import io.kakuremichi.control.client.NewApiKey;
import io.kakuremichi.control.client.UniqueNames;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.rest.ApiException;
import io.kakuremichi.control.rest.Idempotency;
import io.kakuremichi.control.rest.ManagedWarning;
import io.kakuremichi.control.rest.PageRequest;
import io.kakuremichi.control.rest.ReplayableResponse;
import io.kakuremichi.control.rest.Versions;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of the calls that agents and gateways have in common. Creations, new API keys and rotations run in the transaction of the
 * resource that calls them. The others have their own, which ends before the answer waits for the topology: calls that wait while a
 * reconnect storm keeps it busy must not hold the connections that logins need.
 */
@Singleton
public class ClientCalls {
    private final Idempotency idempotency;
    private final ManagedWarning warning;
    private final ClientKeys keys;
    private final ClientStates states;
    private final Event<Change> changes;

    ClientCalls(
            Idempotency idempotency,
            ClientKeys keys,
            ClientStates states,
            Event<Change> changes,
            ManagedWarning warning) {
        this.warning = warning;
        this.idempotency = idempotency;
        this.keys = keys;
        this.states = states;
        this.changes = changes;
    }

    /**
     * Creates a client and shows it with its API key.
     *
     * @param body what was asked
     * @param creation creates the client
     */
    public <C extends ClientEntity, V> Response create(
            ClientKind<C, V> kind, HttpHeaders headers, Object body, Supplier<CreatedClient<C>> creation) {
        return idempotency.once(headers, "POST " + kind.path(), body, () -> {
            var created = creation.get();
            var client = created.client();
            return ReplayableResponse.created(
                    kind.path() + "/" + client.id,
                    client.version,
                    kind.view().of(client, ClientState.NEVER_SEEN, created.apiKey()));
        });
    }

    /**
     * Lists clients in the order of their ids.
     *
     * @param status as the parameter of the call has it
     * @param name the name of the only client to list; null for all
     */
    public <C extends ClientEntity, V> ClientPage<V> list(
            ClientKind<C, V> kind, PageRequest page, @Nullable String status, @Nullable String name) {
        var selected = "FROM %s c LEFT JOIN ClientPresence p ON p.clientId = c.id WHERE ".formatted(kind.entityName())
                + ClientPresence.OF_STATUS
                + (name == null ? "" : "AND c.name = ?2 ");
        var filters = new ArrayList<@Nullable Object>();
        filters.add(ClientPresence.parseStatus(status));
        if (name != null) {
            filters.add(name);
        }
        var found = QuarkusTransaction.requiringNew().call(() -> {
            var total = kind.repository().count(selected, filters.toArray());
            filters.add(page.after());
            var rows = kind.repository()
                    .find(
                            "SELECT c %sAND c.id > ?%s ORDER BY c.id".formatted(selected, filters.size()),
                            filters.toArray())
                    .range(0, page.rows() - 1)
                    .list();
            var items = page.page(rows, client -> client.id);
            return new ClientPage<>(items.items(), total, items.nextCursor());
        });
        return new ClientPage<>(
                states.each(found.clients(), (client, state) -> kind.view().of(client, state, null)),
                found.total(),
                found.nextCursor());
    }

    /** Shows a client. */
    public <C extends ClientEntity, V> Response show(ClientKind<C, V> kind, UUID id) {
        return shown(kind, QuarkusTransaction.requiringNew().call(() -> kind.repository()
                .findByIdOptional(id)
                .orElseThrow(() -> ApiException.notFound(kind.noun()))));
    }

    /**
     * Changes a client and shows it. What its peers may know is announced when it changed.
     *
     * @param change sets the fields that the call names
     */
    public <C extends ClientEntity, V> Response change(
            ClientKind<C, V> kind, UUID id, HttpHeaders headers, Consumer<C> change) {
        var client = QuarkusTransaction.requiringNew().call(() -> changed(kind, id, headers, change));
        warning.add(kind.noun(), client.managedBy);
        return shown(kind, client);
    }

    private <C extends ClientEntity> C changed(
            ClientKind<C, ?> kind, UUID id, HttpHeaders headers, Consumer<C> change) {
        var client = locked(kind, id);
        Versions.check(headers, client.version);
        var before = client.updated();
        var versionBefore = client.version;
        change.accept(client);
        UniqueNames.write(client);
        var after = client.updated();
        if (!after.equals(before)) {
            changes.fire(after);
        } else if (client.version != versionBefore) {
            changes.fire(client.detailsUpdated());
        }
        return client;
    }

    /** Gives a client another API key. */
    public <C extends ClientEntity, V> Response replaceApiKey(ClientKind<C, V> kind, UUID id, HttpHeaders headers) {
        return idempotency.once(headers, "POST " + kind.path() + "/" + id + "/api-key", "", () -> {
            var client = locked(kind, id);
            var apiKey = Secret.newApiKey(kind.type());
            client.setApiKey(apiKey);
            kind.repository().flush();
            forgetEnrollment(kind, id);
            changes.fire(client.updated());
            return ReplayableResponse.ok(new NewApiKey(apiKey.value()));
        });
    }

    /**
     * Deletes the answer with the replaced API key. Does not wait for a connection that deletes it at the same time, which takes its
     * locks in another order.
     */
    private static void forgetEnrollment(ClientKind<?, ?> kind, UUID id) {
        kind.repository()
                .getEntityManager()
                .createNativeQuery("""
                        DELETE FROM enrollment_answers WHERE client_id IN (
                            SELECT client_id FROM enrollment_answers WHERE client_id = :id FOR UPDATE SKIP LOCKED)
                        """)
                .setParameter("id", id)
                .executeUpdate();
    }

    /** Starts the rotation of a client's WireGuard key. */
    public <C extends ClientEntity, V> Response rotateWireguardKey(
            ClientKind<C, V> kind, UUID id, HttpHeaders headers) {
        return idempotency.once(headers, "POST " + kind.path() + "/" + id + "/wireguard-key", "", () -> {
            var client = locked(kind, id);
            keys.rotate(client);
            kind.repository().flush();
            return ReplayableResponse.accepted(view(kind, client));
        });
    }

    private static <C extends ClientEntity> C locked(ClientKind<C, ?> kind, UUID id) {
        return kind.repository()
                .findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(() -> ApiException.notFound(kind.noun()));
    }

    private <C extends ClientEntity, V> Response shown(ClientKind<C, V> kind, C client) {
        return Response.ok(view(kind, client)).tag(Versions.tag(client.version)).build();
    }

    private <C extends ClientEntity, V> V view(ClientKind<C, V> kind, C client) {
        return kind.view().of(client, states.of(client), null);
    }
}
