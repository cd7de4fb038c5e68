package io.kakuremichi.control.tunnel;

import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.rest.ApiException;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.exception.ConstraintViolationException;

/** The creation, the change and the deletion of tunnels, with their announcement. Each call must run inside a transaction. */
@Singleton
public class Tunnels {
    /** The constraint that a second tunnel for a domain violates. */
    static final String UNIQUE_DOMAIN = "tunnels_domain_unique";

    private final TunnelRepository repository;
    private final Event<Change> changes;

    Tunnels(TunnelRepository repository, Event<Change> changes) {
        this.repository = repository;
        this.changes = changes;
    }

    /**
     * Creates a tunnel.
     *
     * @param fields sets the agent, the domain and everything else that the caller knows
     * @throws ApiException VALIDATION_ERROR if there is no such agent, DUPLICATE if the domain is in use
     */
    public TunnelRow create(Consumer<Tunnel> fields) {
        var tunnel = new Tunnel();
        tunnel.assignId();
        fields.accept(tunnel);
        var owner = owner(tunnel.agentId);
        repository.persist(tunnel);
        flush(tunnel.domain);
        changes.fire(new Change.TunnelCreated(tunnel.facts(owner.virtualIp())));
        return TunnelRow.of(tunnel, owner, null);
    }

    /** Reads a tunnel that nobody else changes until the transaction ends. */
    public Optional<Tunnel> locked(UUID id) {
        return repository.locked(id);
    }

    /**
     * Changes a tunnel. Announces it if it changed, and marks a change that concerns no client.
     *
     * @param tunnel from {@link #locked}
     * @param fields sets the fields that change; another agent moves the tunnel
     * @throws ApiException VALIDATION_ERROR if there is no such agent, DUPLICATE if the domain is in use
     */
    public TunnelRow change(Tunnel tunnel, Consumer<Tunnel> fields) {
        // Read before any field is set, because the query would flush it.
        var before = repository.row(tunnel.id).orElseThrow();
        var versionBefore = tunnel.version;
        var agentBefore = tunnel.agentId;
        var factsBefore = tunnel.facts(before.agentVirtualIp());
        fields.accept(tunnel);
        var owner = tunnel.agentId.equals(agentBefore) ? before.owner() : owner(tunnel.agentId);
        flush(tunnel.domain);
        var facts = tunnel.facts(owner.virtualIp());
        if (!facts.equals(factsBefore)) {
            changes.fire(new Change.TunnelUpdated(facts, agentBefore));
        } else if (tunnel.version != versionBefore) {
            changes.fire(new Change.TunnelUpdated(facts, agentBefore, true));
        }
        return TunnelRow.of(tunnel, owner, before.report());
    }

    /**
     * Deletes a tunnel.
     *
     * @param tunnel from {@link #locked}
     */
    public void delete(Tunnel tunnel) {
        repository.delete(tunnel);
        changes.fire(new Change.TunnelDeleted(tunnel.id, tunnel.agentId));
    }

    /** The agent, with a lock that prevents its deletion until this transaction ends. */
    private Owner owner(UUID agentId) {
        return repository.lockedOwner(agentId).orElseThrow(() -> ApiException.invalid("agentId", "no such agent"));
    }

    /** Flushes now, so that a duplicate domain is reported as such instead of failing the commit. */
    private void flush(String domain) {
        try {
            repository.flush();
        } catch (ConstraintViolationException e) {
            if (UNIQUE_DOMAIN.equals(e.getConstraintName())) {
                throw new ApiException(ApiErrorCode.DUPLICATE, "A tunnel for " + domain + " already exists");
            }
            throw e;
        }
    }
}
