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
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Carries out a plan in the thread's transaction: agents and gateways before the tunnels that refer to them, deletions of agents after
 * the tunnels that leave them. Clients receive the changes in this order.
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

    Applied apply(Plan plan, StoredState stored) {
        var created = new HashMap<Step, CreatedObject>();
        var places = new HashMap<>(stored.agents());
        var count = 0L;
        for (var step : steps(plan, DeclaredKind.AGENT, PlannedAction.CREATE)) {
            var made = agents.create(agent -> set(plan, step, agent), null);
            created.put(step, of(made));
            places.put(step.name(), new StoredState.AgentPlace(made.client().id, made.client().virtualIp));
            count++;
        }
        for (var step : steps(plan, DeclaredKind.GATEWAY, PlannedAction.CREATE)) {
            created.put(step, of(gateways.create(gateway -> set(plan, step, gateway), null)));
            count++;
        }
        count += updateClients(
                steps(plan, DeclaredKind.AGENT, PlannedAction.UPDATE),
                Agent.class,
                (step, agent) -> set(plan, step, agent));
        count += updateClients(
                steps(plan, DeclaredKind.GATEWAY, PlannedAction.UPDATE),
                Gateway.class,
                (step, gateway) -> set(plan, step, gateway));
        count += changeTunnels(plan, places, created);
        for (var step : steps(plan, DeclaredKind.AGENT, PlannedAction.DELETE)) {
            var agent = agents.lockedForDeletion(step.existing().id()).orElseThrow();
            count += 1 + agents.delete(agent);
        }
        for (var step : steps(plan, DeclaredKind.GATEWAY, PlannedAction.DELETE)) {
            gateways.delete(gateways.locked(step.existing().id()).orElseThrow());
            count++;
        }
        return new Applied(created, count);
    }

    private static List<Step> steps(Plan plan, DeclaredKind kind, PlannedAction action) {
        return plan.steps(kind, action).toList();
    }

    private static CreatedObject of(CreatedClient<?> made) {
        return new CreatedObject(made.client().id, made.apiKey());
    }

    private <C extends ClientEntity> long updateClients(List<Step> steps, Class<C> type, Setter<C> setter) {
        var before = new LinkedHashMap<C, Change>();
        for (var step : steps) {
            var client = entities.find(type, step.existing().id());
            before.put(client, client.updated());
            setter.set(step, client);
        }
        entities.flush();
        before.forEach((client, unchanged) ->
                changes.fire(client.updated().equals(unchanged) ? client.detailsUpdated() : client.updated()));
        return steps.size();
    }

    private long changeTunnels(
            Plan plan, Map<String, StoredState.AgentPlace> places, Map<Step, CreatedObject> created) {
        var addresses = new HashMap<UUID, String>();
        places.values().forEach(place -> addresses.put(place.id(), place.virtualIp()));
        Function<String, UUID> agentIds = name -> {
            var place = places.get(name);
            if (place == null) {
                throw new IllegalStateException("no agent " + name);
            }
            return place.id();
        };
        var deleted = steps(plan, DeclaredKind.TUNNEL, PlannedAction.DELETE).stream()
                .map(step -> step.existing().id())
                .toList();
        var changed = new LinkedHashMap<UUID, Consumer<Tunnel>>();
        plan.steps(DeclaredKind.TUNNEL, PlannedAction.UPDATE)
                .forEach(step -> changed.put(step.existing().id(), tunnel -> set(plan, step, agentIds, tunnel)));
        var fresh = new ArrayList<Tunnel>();
        for (var step : steps(plan, DeclaredKind.TUNNEL, PlannedAction.CREATE)) {
            var tunnel = new Tunnel();
            tunnel.assignId();
            set(plan, step, agentIds, tunnel);
            fresh.add(tunnel);
            created.put(step, new CreatedObject(tunnel.id, null));
        }
        tunnels.apply(deleted, changed, fresh, id -> Objects.requireNonNull(addresses.get(id)));
        return (long) deleted.size() + changed.size() + fresh.size();
    }

    private static void set(Plan plan, Step step, Agent agent) {
        var declared = (DeclaredAgent) step.wanted();
        agent.name = declared.name();
        agent.metadata = declared.metadata();
        agent.managedBy = plan.document().manager();
    }

    private static void set(Plan plan, Step step, Gateway gateway) {
        var declared = (DeclaredGateway) step.wanted();
        gateway.name = declared.name();
        gateway.metadata = declared.metadata();
        gateway.region = declared.region();
        if (declared.namesPublicIp()) {
            gateway.publicIp = declared.publicIp();
        }
        gateway.managedBy = plan.document().manager();
    }

    private static void set(Plan plan, Step step, Function<String, UUID> agentIds, Tunnel tunnel) {
        var declared = (DeclaredTunnel) step.wanted();
        tunnel.domain = declared.domain();
        tunnel.agentId = agentIds.apply(declared.agent());
        tunnel.target = declared.target();
        tunnel.enabled = declared.enabled();
        tunnel.description = declared.description();
        tunnel.httpProxyEnabled = declared.httpProxyEnabled();
        tunnel.socksProxyEnabled = declared.socksProxyEnabled();
        tunnel.managedBy = plan.document().manager();
    }

    private interface Setter<C> {
        void set(Step step, C client);
    }

    /**
     * What was done.
     *
     * @param changes the number of changes that the log gets
     */
    record Applied(Map<Step, CreatedObject> created, long changes) {}
}
