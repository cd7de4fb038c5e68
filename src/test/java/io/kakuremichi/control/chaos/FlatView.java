package io.kakuremichi.control.chaos;

import io.kakuremichi.control.credential.ClientType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The {@code config} that {@code flat-dialect.md} gives one client, kept up to date change by change. Not thread-safe. */
final class FlatView {
    private final UUID client;
    private final ClientType type;
    private final Map<String, Map<UUID, String>> sections = new TreeMap<>();
    private final Map<String, Map<UUID, String>> usedSections = new TreeMap<>();
    private long fingerprint;
    private long used;

    /** As it is in that world. */
    FlatView(UUID client, ClientType type, World world) {
        this.client = client;
        this.type = type;
        build(world);
    }

    /** As {@link FlatHeard.Config#fingerprint} has it; 0 while there is no such client. */
    long fingerprint() {
        return fingerprint;
    }

    /** The same for what the client uses: no names, and no agents without tunnels. A client is sent nothing while this stays the same. */
    long used() {
        return used;
    }

    /** Items in the form of {@link Items}, sorted, by section; those of one item that are no list by the names of their fields. */
    Map<String, List<String>> sections() {
        var sorted = new TreeMap<String, List<String>>();
        sections.forEach((section, items) ->
                sorted.put(section, items.values().stream().sorted().toList()));
        return sorted;
    }

    /**
     * Moves on by one change.
     *
     * @param world as it is after it
     */
    void apply(Step step, World world) {
        if (!world.knows(client)) {
            build(world);
            return;
        }
        switch (step) {
            case Step.AgentChanged(var id, var before, var after) -> {
                if (id.equals(client)) {
                    build(world);
                } else if (type == ClientType.GATEWAY) {
                    agentPeer(id, world);
                }
            }
            case Step.GatewayChanged(var id, var before, var after) -> {
                if (id.equals(client) || type == ClientType.AGENT) {
                    build(world);
                }
            }
            case Step.TunnelChanged(var id, var before, var after) -> {
                if (type == ClientType.GATEWAY) {
                    gatewayTunnel(id, world);
                    for (var tunnel : both(before, after)) {
                        agentPeer(tunnel.agentId(), world);
                    }
                } else if (both(before, after).stream()
                        .anyMatch(tunnel -> tunnel.agentId().equals(client))) {
                    build(world);
                }
            }
            case Step.CertificateChanged certificate -> {}
            case Step.Nothing() -> {}
        }
    }

    private static List<World.Tunnel> both(World.Tunnel before, World.Tunnel after) {
        var both = new ArrayList<World.Tunnel>();
        Collections.addAll(both, before, after);
        both.removeIf(tunnel -> tunnel == null);
        return both;
    }

    private void build(World world) {
        sections.clear();
        usedSections.clear();
        fingerprint = 0;
        used = 0;
        if (!world.knows(client)) {
            return;
        }
        switch (type) {
            case AGENT -> buildOfAgent(world, world.agent(client));
            case GATEWAY -> {
                section("agents");
                section("tunnels");
                world.agents().forEach(agent -> agentPeer(agent.id(), world));
                world.tunnels().forEach(tunnel -> gatewayTunnel(tunnel.id(), world));
                put("proxyConfig", client, Items.of("httpProxyPort", 8080, "socksProxyPort", 1080));
            }
        }
    }

    private void buildOfAgent(World world, World.Agent agent) {
        section("gateways");
        section("tunnels");
        put("agent", client, self(agent, agent.name()), self(agent, ""));
        var addresses = new ArrayList<String>();
        var gatewayIps = new ArrayList<String>();
        for (var gateway : world.gateways()) {
            if (!gateway.key().isEmpty() && gateway.publicIp() != null) {
                var address = agent.neighbour(gateway.hostNumber());
                put(
                        "gateways",
                        gateway.id(),
                        gatewayPeer(gateway, gateway.name(), address),
                        gatewayPeer(gateway, "", address));
                gatewayIps.add(Items.of("gatewayId", gateway.id(), "ip", address));
            }
        }
        gatewayIps.sort(null);
        for (var tunnel : world.tunnelsOf(client)) {
            put("tunnels", tunnel.id(), agentTunnel(tunnel, agent, gatewayIps));
            // Of several only the first one has the address: the agent makes one device of them all.
            addresses.add(addresses.isEmpty() ? '"' + agent.virtualIp() + '"' : "\"\"");
        }
        put("agentIps", client, addresses.toString());
        put(
                "proxyConfig",
                client,
                Items.of("httpProxyPort", 8080, "socksProxyPort", 1080, "localListenAddr", "localhost"));
    }

    private String self(World.Agent agent, String name) {
        return Items.of("id", client, "name", name, "wireguardPublicKey", agent.key());
    }

    private static String gatewayPeer(World.Gateway gateway, String name, String address) {
        return Items.of(
                "id",
                gateway.id(),
                "name",
                name,
                "publicIp",
                gateway.publicIp(),
                "wireguardPublicKey",
                gateway.key(),
                "endpoint",
                gateway.publicIp() + ":51820",
                "allowedIPs",
                List.of(address + "/32"));
    }

    private static String agentTunnel(World.Tunnel tunnel, World.Agent agent, List<String> gatewayIps) {
        return Items.of(
                "id",
                tunnel.id(),
                "domain",
                tunnel.domain(),
                "target",
                tunnel.target(),
                "enabled",
                tunnel.enabled(),
                "subnet",
                agent.subnet(),
                "gatewayIps",
                gatewayIps,
                "httpProxyEnabled",
                tunnel.httpProxy(),
                "socksProxyEnabled",
                tunnel.socksProxy());
    }

    private void agentPeer(UUID id, World world) {
        var agent = world.agent(id);
        if (agent == null || agent.key().isEmpty()) {
            remove("agents", id);
            return;
        }
        var isIdle = world.tunnelsOf(id).isEmpty();
        var allowed = isIdle ? List.<String>of() : List.of(agent.virtualIp() + "/32");
        put("agents", id, agentPeer(agent, agent.name(), allowed), isIdle ? null : agentPeer(agent, "", allowed));
    }

    private static String agentPeer(World.Agent agent, String name, List<String> allowed) {
        return Items.of("id", agent.id(), "name", name, "wireguardPublicKey", agent.key(), "allowedIPs", allowed);
    }

    private void gatewayTunnel(UUID id, World world) {
        var tunnel = world.tunnel(id);
        if (tunnel == null) {
            remove("tunnels", id);
            return;
        }
        var owner = world.agent(tunnel.agentId());
        put(
                "tunnels",
                id,
                Items.of(
                        "id",
                        id,
                        "domain",
                        tunnel.domain(),
                        "agentId",
                        owner.id(),
                        "target",
                        tunnel.target(),
                        "enabled",
                        tunnel.enabled(),
                        "subnet",
                        owner.subnet(),
                        "gatewayIp",
                        owner.neighbour(world.gateway(client).hostNumber()),
                        "agentIp",
                        owner.virtualIp(),
                        "httpProxyEnabled",
                        tunnel.httpProxy(),
                        "socksProxyEnabled",
                        tunnel.socksProxy()));
    }

    private Map<UUID, String> section(String name) {
        return sections.computeIfAbsent(name, first -> {
            fingerprint += Fingerprint.of(name, "");
            return new TreeMap<>();
        });
    }

    private void put(String section, UUID key, String item) {
        put(section, key, item, item);
    }

    /**
     * @param usedItem what the client uses of it; null when it uses nothing
     */
    private void put(String section, UUID key, String item, String usedItem) {
        // Before the subtraction, because a new section changes the fingerprint too.
        var before = section(section).put(key, item);
        fingerprint += Fingerprint.of(section, item) - replaced(section, before);
        var usedOfSection = usedSections.computeIfAbsent(section, first -> new TreeMap<>());
        if (usedItem == null) {
            used -= replaced(section, usedOfSection.remove(key));
        } else {
            used += Fingerprint.of(section, usedItem);
            used -= replaced(section, usedOfSection.put(key, usedItem));
        }
    }

    private void remove(String section, UUID key) {
        var before = section(section).remove(key);
        fingerprint -= replaced(section, before);
        used -= replaced(
                section,
                usedSections.computeIfAbsent(section, first -> new TreeMap<>()).remove(key));
    }

    private static long replaced(String section, String before) {
        return before == null ? 0 : Fingerprint.of(section, before);
    }
}
