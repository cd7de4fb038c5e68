package io.kakuremichi.control.declared;

import io.kakuremichi.control.agent.Agent;
import io.kakuremichi.control.agent.Agents;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.client.ClientEntity;
import io.kakuremichi.control.client.CreatedClient;
import io.kakuremichi.control.declared.ApplyView.CreatedObject;
import io.kakuremichi.control.declared.DeclaredObject.DeclaredAgent;
import io.kakuremichi.control.declared.DeclaredObject.DeclaredGateway;
import io.kakuremichi.control.declared.DeclaredObject.DeclaredTunnel;
import io.kakuremichi.control.declared.Plan.Step;
import io.kakuremichi.control.gateway.Gateway;
import io.kakuremichi.control.gateway.Gateways;
import io.kakuremichi.control.tunnel.Tunnel;
import io.kakuremichi.control.tunnel.TunnelBatch;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Carries out a plan in the thread's transaction. Clients receive the changes in this order:
 *
 * <ol>
 *   <li>deletions: tunnels, then agents and gateways, whose places in the address plan are free from then on;
 *   <li>creations and changes of agents and gateways;
 *   <li>changes and creations of tunnels, which may refer to these agents.
 * </ol>
 *
 * <p>A tunnel that moves away from an agent which is deleted is announced as deleted before it, and as created afterwards: clients
 * never have a tunnel without its agent, nor two agents with one address. The row of the tunnel stays.
 */
@Singleton
class Applying {
    private final Agents agents;
    private final Gateways gateways;
    private final TunnelBatch tunnels;
    private final EntityManager entities;
    private final Event<Change> changes;

    Applying(Agents agents, Gateways gateways, TunnelBatch tunnels, EntityManager entities, Event<Change> changes) {
        this.agents = agents;
        this.gateways = gateways;
        this.tunnels = tunnels;
        this.entities = entities;
        this.changes = changes;
    }

    /**
     * Makes the changes that the plan says.
     *
     * @return what was created, by the step that demanded it
     */
    Map<Step, CreatedObject> apply(Plan plan, StoredState stored) {
        var manager = plan.document().manager();
        var created = new HashMap<Step, CreatedObject>();
        var places = new HashMap<>(stored.agents());
        var leaving = leaving(plan);
        var vacated = new ArrayList<Agent>();
        delete(plan, leaving, vacated);
        for (var step : steps(plan, DeclaredKind.AGENT, PlannedAction.CREATE)) {
            var made = agents.create(
                    agent -> {
                        set(step, agent, manager);
                        agent.madeBy = manager;
                    },
                    null);
            created.put(step, of(made));
            places.put(step.name(), new StoredState.AgentPlace(made.client().id, made.client().virtualIp));
        }
        for (var step : steps(plan, DeclaredKind.GATEWAY, PlannedAction.CREATE)) {
            var made = gateways.create(
                    gateway -> {
                        set(step, gateway, manager);
                        gateway.madeBy = manager;
                    },
                    null);
            created.put(step, of(made));
        }
        updateClients(plan, DeclaredKind.AGENT, Agent.class, (step, agent) -> set(step, agent, manager));
        updateClients(plan, DeclaredKind.GATEWAY, Gateway.class, (step, gateway) -> set(step, gateway, manager));
        changeTunnels(plan, places, leaving.keySet(), created);
        vacated.forEach(agents::deleteVacated);
        return created;
    }

    /** The tunnels that move away from agents which are deleted, with these agents. */
    private static Map<UUID, UUID> leaving(Plan plan) {
        var gone = new HashMap<String, UUID>();
        plan.steps(DeclaredKind.AGENT, PlannedAction.DELETE)
                .forEach(step -> gone.put(step.name(), step.existing().id()));
        var leaving = new LinkedHashMap<UUID, UUID>();
        plan.steps(DeclaredKind.TUNNEL, PlannedAction.UPDATE)
                .map(Step::existing)
                .forEach(tunnel -> {
                    var agent = gone.get(((DeclaredTunnel) tunnel.state()).agent());
                    if (agent != null) {
                        leaving.put(tunnel.id(), agent);
                    }
                });
        return leaving;
    }

    /**
     * Deletes and announces what the plan deletes.
     *
     * @param vacated gets the agents whose rows stay until their tunnels have left
     */
    private void delete(Plan plan, Map<UUID, UUID> leaving, List<Agent> vacated) {
        tunnels.delete(ids(plan, DeclaredKind.TUNNEL, PlannedAction.DELETE));
        leaving.forEach((tunnel, agent) -> changes.fire(new Change.TunnelDeleted(tunnel, agent)));
        var left = Set.copyOf(leaving.values());
        for (var id : ids(plan, DeclaredKind.AGENT, PlannedAction.DELETE)) {
            var agent = agents.lockedForDeletion(id).orElseThrow();
            if (left.contains(id)) {
                agents.vacate(agent);
                vacated.add(agent);
            } else {
                agents.delete(agent);
            }
        }
        for (var id : ids(plan, DeclaredKind.GATEWAY, PlannedAction.DELETE)) {
            gateways.delete(gateways.locked(id).orElseThrow());
        }
        // Otherwise Hibernate would write the creations first.
        entities.flush();
    }

    private static List<Step> steps(Plan plan, DeclaredKind kind, PlannedAction action) {
        return plan.steps(kind, action).toList();
    }

    private static List<UUID> ids(Plan plan, DeclaredKind kind, PlannedAction action) {
        return plan.steps(kind, action).map(step -> step.existing().id()).toList();
    }

    private static CreatedObject of(CreatedClient<?> made) {
        return new CreatedObject(made.client().id, made.apiKey());
    }

    private <C extends ClientEntity> void updateClients(
            Plan plan, DeclaredKind kind, Class<C> type, BiConsumer<Step, C> declared) {
        var before = new LinkedHashMap<C, Change>();
        plan.steps(kind, PlannedAction.UPDATE).forEach(step -> {
            var client = entities.find(type, step.existing().id());
            before.put(client, client.updated());
            declared.accept(step, client);
        });
        for (var id : ids(plan, kind, PlannedAction.RELEASE)) {
            var client = entities.find(type, id);
            before.put(client, client.updated());
            client.managedBy = null;
        }
        entities.flush();
        before.forEach((client, unchanged) ->
                changes.fire(client.updated().equals(unchanged) ? client.detailsUpdated() : client.updated()));
    }

    private void changeTunnels(
            Plan plan,
            Map<String, StoredState.AgentPlace> places,
            Set<UUID> leaving,
            Map<Step, CreatedObject> created) {
        var manager = plan.document().manager();
        var addresses = new HashMap<UUID, String>();
        places.values().forEach(place -> addresses.put(place.id(), place.virtualIp()));
        Function<String, UUID> agentIds = name -> {
            var place = places.get(name);
            if (place == null) {
                throw new IllegalStateException("no agent " + name);
            }
            return place.id();
        };
        var changed = new LinkedHashMap<UUID, Consumer<Tunnel>>();
        plan.steps(DeclaredKind.TUNNEL, PlannedAction.UPDATE)
                .forEach(step -> changed.put(step.existing().id(), tunnel -> set(step, agentIds, tunnel, manager)));
        ids(plan, DeclaredKind.TUNNEL, PlannedAction.RELEASE)
                .forEach(id -> changed.put(id, tunnel -> tunnel.managedBy = null));
        var fresh = new ArrayList<Tunnel>();
        for (var step : steps(plan, DeclaredKind.TUNNEL, PlannedAction.CREATE)) {
            var tunnel = new Tunnel();
            tunnel.assignId();
            set(step, agentIds, tunnel, manager);
            tunnel.madeBy = manager;
            fresh.add(tunnel);
            created.put(step, new CreatedObject(tunnel.id, null));
        }
        tunnels.write(changed, fresh, leaving, id -> Objects.requireNonNull(addresses.get(id)));
    }

    private static void set(Step step, Agent agent, String manager) {
        var declared = (DeclaredAgent) step.wanted();
        agent.name = declared.name();
        agent.metadata = declared.metadata();
        agent.managedBy = manager;
    }

    private static void set(Step step, Gateway gateway, String manager) {
        var declared = (DeclaredGateway) step.wanted();
        gateway.name = declared.name();
        gateway.metadata = declared.metadata();
        gateway.region = declared.region();
        if (declared.namesPublicIp()) {
            gateway.publicIp = declared.publicIp();
        }
        gateway.managedBy = manager;
    }

    private static void set(Step step, Function<String, UUID> agentIds, Tunnel tunnel, String manager) {
        var declared = (DeclaredTunnel) step.wanted();
        tunnel.domain = declared.domain();
        tunnel.agentId = agentIds.apply(declared.agent());
        tunnel.target = declared.target();
        tunnel.enabled = declared.enabled();
        tunnel.description = declared.description();
        tunnel.httpProxyEnabled = declared.httpProxyEnabled();
        tunnel.socksProxyEnabled = declared.socksProxyEnabled();
        tunnel.managedBy = manager;
    }
}
