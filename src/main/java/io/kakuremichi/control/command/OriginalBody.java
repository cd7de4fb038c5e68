package io.kakuremichi.control.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.original.OriginalAgent;
import io.kakuremichi.control.original.OriginalData;
import io.kakuremichi.control.original.OriginalGateway;
import io.kakuremichi.control.original.OriginalTunnel;

/** The body of {@code POST /api/import}, written by hand: commands bind no types, which would need reflection in a native image. */
final class OriginalBody {
    private OriginalBody() {}

    static JsonNode of(OriginalData data) {
        var body = JsonNodeFactory.instance.objectNode();
        var agents = body.putArray("agents");
        data.agents().forEach(agent -> put(agents.addObject(), agent));
        var gateways = body.putArray("gateways");
        data.gateways().forEach(gateway -> put(gateways.addObject(), gateway));
        var tunnels = body.putArray("tunnels");
        data.tunnels().forEach(tunnel -> put(tunnels.addObject(), tunnel));
        return body;
    }

    private static void put(ObjectNode row, OriginalAgent agent) {
        row.put("id", agent.id())
                .put("name", agent.name())
                .put("apiKey", agent.apiKey())
                .put("publicKey", agent.publicKey())
                .put("metadata", agent.metadata());
    }

    private static void put(ObjectNode row, OriginalGateway gateway) {
        row.put("id", gateway.id())
                .put("name", gateway.name())
                .put("apiKey", gateway.apiKey())
                .put("publicKey", gateway.publicKey())
                .put("publicIp", gateway.publicIp())
                .put("region", gateway.region())
                .put("metadata", gateway.metadata());
    }

    private static void put(ObjectNode row, OriginalTunnel tunnel) {
        row.put("id", tunnel.id())
                .put("domain", tunnel.domain())
                .put("agentId", tunnel.agentId())
                .put("target", tunnel.target())
                .put("enabled", tunnel.enabled())
                .put("description", tunnel.description())
                .put("httpProxyEnabled", tunnel.httpProxyEnabled())
                .put("socksProxyEnabled", tunnel.socksProxyEnabled());
    }
}
