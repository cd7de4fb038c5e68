package io.kakuremichi.control.topology;

import io.kakuremichi.control.credential.ClientType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The newest revision that concerns each client; a client that applied it is up to date. Confined to the sequencer's
 * thread. At most one entry in each map for each client.
 */
final class WantedRevisions {
    private final Map<UUID, Long> own = new HashMap<>();

    /** The newest changes of what tunnels serve as proxies, which concern only those that are sent that; by agent. */
    private final Map<UUID, Long> ownProxies = new HashMap<>();

    private long allAgents;
    private long allGateways;
    private long proxiesOfGateways;

    /** The gateway that {@link #allGateways} does not apply to, with its own revision instead. */
    private @Nullable UUID exempt;

    private long wantedOfExempt;

    /** @param since changes before this revision are unknown, so no client is up to date with an older one */
    WantedRevisions(long since) {
        allAgents = since;
        allGateways = since;
        wantedOfExempt = since;
    }

    void add(long revision, List<? extends Notice> notices) {
        for (var notice : notices) {
            switch (notice) {
                case Notice.ToClient(var client, var message) -> own.put(client, revision);
                case Notice.KeysChanged(var client) -> own.put(client, revision);
                case Notice.ToGateways(var message, var except) -> toGateways(revision, except);
                case Notice.ProxiesChanged(var tunnel) -> {
                    ownProxies.put(tunnel.agentId(), revision);
                    proxiesOfGateways = revision;
                }
                case Notice.ToAgents toAgents -> allAgents = revision;
                case Notice.GatewayToAgents toAgents -> allAgents = revision;
                case Notice.SubnetsChanged changed -> {}
                case Notice.Revoked revoked -> {}
            }
        }
    }

    private void toGateways(long revision, @Nullable UUID except) {
        if (exempt == null || !exempt.equals(except)) {
            wantedOfExempt = allGateways;
            exempt = except;
        }
        allGateways = revision;
    }

    void remove(UUID client) {
        own.remove(client);
        ownProxies.remove(client);
    }

    /** @param proxies whether the client is sent what tunnels serve as proxies */
    long of(ClientType type, UUID client, boolean proxies) {
        var ofAll =
                switch (type) {
                    case AGENT -> allAgents;
                    case GATEWAY -> client.equals(exempt) ? wantedOfExempt : allGateways;
                };
        var wanted = Math.max(ofAll, own.getOrDefault(client, 0L));
        if (!proxies) {
            return wanted;
        }
        var ofProxies = type == ClientType.AGENT ? ownProxies.getOrDefault(client, 0L) : proxiesOfGateways;
        return Math.max(wanted, ofProxies);
    }
}
