package io.kakuremichi.control.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.credential.ClientType;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/** What is stored at one revision, by replaying the log; and what each client has to know of it. */
final class World {
    private final Map<UUID, Agent> agents = new HashMap<>();
    private final Map<UUID, Gateway> gateways = new HashMap<>();
    private final Map<UUID, Tunnel> tunnels = new HashMap<>();
    private final Map<UUID, Map<UUID, Tunnel>> tunnelsByAgent = new HashMap<>();
    private final TreeSet<String> certificates = new TreeSet<>();

    /** With and without what tunnels serve as proxies; of the current revision. */
    private final Map<Boolean, Map<String, List<String>>> sharedByGateways = new HashMap<>();

    /** An agent as gateways know it, and as it knows itself. */
    record Agent(UUID id, String name, String subnet, String virtualIp, String key, String item, String self) {
        static Agent of(JsonNode facts) {
            var id = facts.path("id").asText();
            var name = facts.path("name").asText();
            var subnet = facts.path("subnet").asText();
            var address = facts.path("virtualIp").asText();
            var key = facts.path("wireguardPublicKey").asText();
            return new Agent(
                    UUID.fromString(id),
                    name,
                    subnet,
                    address,
                    key,
                    Items.of("id", id, "name", name, "subnet", subnet, "virtualIp", address, "wireguardPublicKey", key),
                    Items.of("id", id, "name", name, "subnet", subnet, "virtualIp", address));
        }

        /** The address with that host number in the agent's subnet, which is a /24. */
        String neighbour(int hostNumber) {
            return subnet.substring(0, subnet.lastIndexOf('.') + 1) + hostNumber;
        }
    }

    /** A gateway. */
    record Gateway(UUID id, String name, String publicIp, int hostNumber, String key) {
        static Gateway of(JsonNode facts) {
            return new Gateway(
                    UUID.fromString(facts.path("id").asText()),
                    facts.path("name").asText(),
                    facts.path("publicIp").textValue(),
                    facts.path("hostNumber").asInt(),
                    facts.path("wireguardPublicKey").asText());
        }

        /** As that agent knows it. */
        String item(Agent agent) {
            return Items.of(
                    "id",
                    id,
                    "name",
                    name,
                    "publicIp",
                    publicIp,
                    "wireguardPublicKey",
                    key,
                    "virtualIps",
                    List.of(agent.neighbour(hostNumber)));
        }

        String self() {
            return Items.of("id", id, "name", name);
        }
    }

    /**
     * A tunnel.
     *
     * @param address that of its agent
     */
    record Tunnel(
            UUID id,
            UUID agentId,
            String address,
            String domain,
            String target,
            boolean enabled,
            boolean httpProxy,
            boolean socksProxy) {
        /** As its agent knows it. */
        String ofAgent(boolean proxies) {
            return item(proxies, common());
        }

        /** As gateways know it. */
        String item(boolean proxies) {
            return item(proxies, common().put("agentVirtualIp", address));
        }

        private ObjectNode common() {
            return Items.JSON
                    .createObjectNode()
                    .put("id", id.toString())
                    .put("domain", domain)
                    .put("target", target)
                    .put("enabled", enabled);
        }

        private String item(boolean proxies, ObjectNode item) {
            return Items.of(
                    proxies ? item.put("httpProxyEnabled", httpProxy).put("socksProxyEnabled", socksProxy) : item);
        }
    }

    Agent agent(UUID id) {
        return agents.get(id);
    }

    Gateway gateway(UUID id) {
        return gateways.get(id);
    }

    Collection<Agent> agents() {
        return agents.values();
    }

    Collection<Gateway> gateways() {
        return gateways.values();
    }

    Collection<Tunnel> tunnels() {
        return tunnels.values();
    }

    Tunnel tunnel(UUID id) {
        return tunnels.get(id);
    }

    /** One agent's tunnels. */
    Collection<Tunnel> tunnelsOf(UUID agent) {
        return tunnelsByAgent.getOrDefault(agent, Map.of()).values();
    }

    boolean knows(UUID client) {
        return agents.containsKey(client) || gateways.containsKey(client);
    }

    /** Moves on by one change. */
    Step apply(LogEntry entry) {
        sharedByGateways.clear();
        var change = entry.change();
        return switch (entry.kind()) {
            case "agent_created", "agent_updated" -> {
                var after = Agent.of(change.path("agent"));
                yield new Step.AgentChanged(after.id(), agents.put(after.id(), after), after);
            }
            case "agent_deleted" -> {
                var id = entry.id("agentId");
                yield new Step.AgentChanged(id, agents.remove(id), null);
            }
            case "gateway_created", "gateway_updated" -> {
                var after = Gateway.of(change.path("gateway"));
                yield new Step.GatewayChanged(after.id(), gateways.put(after.id(), after), after);
            }
            case "gateway_deleted" -> {
                var id = entry.id("gatewayId");
                yield new Step.GatewayChanged(id, gateways.remove(id), null);
            }
            case "tunnel_created", "tunnel_updated" -> {
                var after = tunnel(change.path("tunnel"));
                yield new Step.TunnelChanged(after.id(), put(after), after);
            }
            case "tunnel_deleted" -> {
                var id = entry.id("tunnelId");
                var before = tunnels.remove(id);
                if (before != null) {
                    tunnelsByAgent.get(before.agentId()).remove(id);
                }
                yield new Step.TunnelChanged(id, before, null);
            }
            case "certificate_stored", "certificate_deleted" -> {
                var domain = change.path("domain").asText();
                var stored = entry.kind().equals("certificate_stored");
                if (stored) {
                    certificates.add(certificate(domain));
                } else {
                    certificates.remove(certificate(domain));
                }
                yield new Step.CertificateChanged(
                        domain, stored, change.path("reportedBy").textValue());
            }
            case "key_offered" -> new Step.Nothing();
            default -> throw new AssertionError("a change that this check does not know: " + change);
        };
    }

    /** Certificates are identified by their domain only, because the log contains nothing else. */
    static String certificate(String domain) {
        return Items.of("domain", domain);
    }

    private Tunnel put(Tunnel after) {
        var before = tunnels.put(after.id(), after);
        if (before != null) {
            tunnelsByAgent.get(before.agentId()).remove(before.id());
        }
        tunnelsByAgent
                .computeIfAbsent(after.agentId(), agent -> new HashMap<>())
                .put(after.id(), after);
        return before;
    }

    private Tunnel tunnel(JsonNode facts) {
        var owner = agents.get(UUID.fromString(facts.path("agentId").asText()));
        if (owner == null) {
            throw new AssertionError("the log has a tunnel of an agent that is not there: " + facts);
        }
        return new Tunnel(
                UUID.fromString(facts.path("id").asText()),
                owner.id(),
                owner.virtualIp(),
                facts.path("domain").asText(),
                facts.path("target").asText(),
                facts.path("enabled").asBoolean(),
                facts.path("httpProxyEnabled").asBoolean(),
                facts.path("socksProxyEnabled").asBoolean());
    }

    /** What a client's whole configuration has to say, or null when there is no such client. */
    Map<String, List<String>> view(UUID client, ClientType type, boolean proxies) {
        return switch (type) {
            case AGENT -> {
                var agent = agents.get(client);
                yield agent == null
                        ? null
                        : Map.of(
                                "self",
                                List.of(agent.self()),
                                "gateways",
                                sorted(gateways.values(), gateway -> gateway.item(agent)),
                                "tunnels",
                                sorted(tunnelsOf(client), tunnel -> tunnel.ofAgent(proxies)));
            }
            case GATEWAY -> {
                var gateway = gateways.get(client);
                if (gateway == null) {
                    yield null;
                }
                var view = new TreeMap<>(sharedByGateways.computeIfAbsent(
                        proxies,
                        with -> Map.of(
                                "agents",
                                sorted(agents.values(), Agent::item),
                                "tunnels",
                                sorted(tunnels.values(), tunnel -> tunnel.item(with)),
                                "certificates",
                                List.copyOf(certificates))));
                view.put("self", List.of(gateway.self()));
                yield view;
            }
        };
    }

    private static <T> List<String> sorted(Collection<T> of, Function<T, String> item) {
        return of.stream().map(item).sorted().toList();
    }
}
