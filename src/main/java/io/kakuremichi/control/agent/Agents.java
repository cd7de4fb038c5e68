package io.kakuremichi.control.agent;

import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.client.ClientCreation;
import io.kakuremichi.control.client.CreatedClient;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.network.AddressBook;
import io.kakuremichi.control.network.AddressPlan;
import io.kakuremichi.control.rest.ApiException;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The creation and the deletion of agents, with their announcement. Each call must run inside a transaction. */
@Singleton
public class Agents {
    /** Greater than the index of any place of an address plan. */
    private static final int BEYOND_THE_PLAN = 1 << 30;

    private final AgentRepository repository;
    private final ClientCreation creation;
    private final AddressBook addresses;
    private final EntityManager entities;
    private final Event<Change> changes;

    Agents(
            AgentRepository repository,
            ClientCreation creation,
            AddressBook addresses,
            EntityManager entities,
            Event<Change> changes) {
        this.repository = repository;
        this.creation = creation;
        this.addresses = addresses;
        this.entities = entities;
        this.changes = changes;
    }

    /**
     * Creates an agent in the lowest free subnet.
     *
     * @param fields sets the name and everything else that the caller knows
     * @param apiKey null for a new one
     * @throws ApiException DUPLICATE if the name is in use, POOL_EXHAUSTED if no subnet is free
     */
    public CreatedClient<Agent> create(Consumer<Agent> fields, @Nullable Secret apiKey) {
        var index = addresses.freeSubnet();
        var subnet = addresses.plan().subnet(index);
        var agent = new Agent();
        agent.subnetIndex = index;
        agent.subnet = subnet.toString();
        agent.virtualIp = subnet.host(AddressPlan.AGENT_HOST);
        fields.accept(agent);
        return creation.create(agent, apiKey);
    }

    /**
     * Reads an agent that is to be deleted. Until the transaction ends, nobody else changes it or creates a tunnel of it: the lock
     * of an update would let the latter pass.
     */
    public Optional<Agent> lockedForDeletion(UUID id) {
        var found = entities.createNativeQuery("SELECT id FROM agents WHERE id = :id FOR UPDATE", UUID.class)
                .setParameter("id", id)
                .getResultList();
        return found.isEmpty() ? Optional.empty() : repository.findByIdOptional(id);
    }

    /** The managers of the agent's tunnels, in the order of their names, without that of the agent itself. */
    List<String> otherManagersOfTunnels(Agent agent) {
        return entities.createQuery(
                        "SELECT DISTINCT managedBy FROM Tunnel WHERE agentId = :agent AND managedBy IS DISTINCT FROM :manager"
                                + " AND managedBy IS NOT NULL ORDER BY managedBy",
                        String.class)
                .setParameter("agent", agent.id)
                .setParameter("manager", agent.managedBy)
                .getResultList();
    }

    /**
     * Announces the deletion of an agent before its tunnels have left it, and frees its place in the address plan.
     * {@link #deleteVacated} must follow in the same transaction, when the agent has no tunnels any more.
     *
     * @param agent from {@link #lockedForDeletion}
     */
    public void vacate(Agent agent) {
        // A place beyond the plan and texts that are no addresses: the columns are unique, and no other transaction
        // sees this row.
        entities.createNativeQuery("""
                        UPDATE agents SET subnet_index = subnet_index + :beyond, subnet = CAST(id AS text), virtual_ip = CAST(id AS text)
                        WHERE id = :id
                        """)
                .setParameter("beyond", BEYOND_THE_PLAN)
                .setParameter("id", agent.id)
                .executeUpdate();
        changes.fire(new Change.AgentDeleted(agent.id));
    }

    /**
     * Deletes an agent that was announced as deleted.
     *
     * @param agent from {@link #vacate}
     */
    public void deleteVacated(Agent agent) {
        agent.delete();
    }

    /**
     * Deletes an agent and its tunnels.
     *
     * @param agent from {@link #lockedForDeletion}
     * @return the number of deleted tunnels
     */
    public int delete(Agent agent) {
        // Deleted here instead of by the schema's cascade, because each deletion is a change of its own; and in SQL,
        // because a loop over entities would be a statement for each of possibly thousands of tunnels.
        @SuppressWarnings("unchecked")
        List<UUID> tunnels = entities.createNativeQuery(
                        "DELETE FROM tunnels WHERE agent_id = :agent RETURNING id", UUID.class)
                .setParameter("agent", agent.id)
                .getResultList();
        tunnels.stream().sorted().forEach(tunnel -> changes.fire(new Change.TunnelDeleted(tunnel, agent.id)));
        agent.delete();
        changes.fire(new Change.AgentDeleted(agent.id));
        return tunnels.size();
    }
}
