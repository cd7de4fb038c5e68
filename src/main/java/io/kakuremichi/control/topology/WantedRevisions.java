package io.kakuremichi.control.topology;

import io.kakuremichi.control.credential.ClientType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The newest revision that concerns each client: who has applied it is up to date. Confined to the sequencer's thread. At most one
 * entry a client.
 */
final class WantedRevisions {
    private final Map<UUID, Long> own = new HashMap<>();
    private long allAgents;
    private long allGateways;

    /** The gateway that {@link #allGateways} does not concern, and what does concern it instead. */
    private @Nullable UUID exempt;

    private long wantedOfExempt;

    /**
     * @param since what concerned clients before this revision is unknown, so nobody is up to date with less
     */
    WantedRevisions(long since) {
        allAgents = since;
        allGateways = since;
        wantedOfExempt = since;
    }

    void add(long revision, List<? extends Notice> notices) {
        for (var notice : notices) {
            switch (notice) {
                case Notice.ToClient(var client, var message) -> own.put(client, revision);
                case Notice.KeyOffered(var client) -> own.put(client, revision);
                case Notice.ToGateways(var message, var except) -> {
                    if (exempt == null || !exempt.equals(except)) {
                        wantedOfExempt = allGateways;
                        exempt = except;
                    }
                    allGateways = revision;
                }
                case Notice.ToAgents toAgents -> allAgents = revision;
                case Notice.GatewayToAgents toAgents -> allAgents = revision;
                case Notice.SubnetsChanged changed -> {}
                case Notice.Revoked revoked -> {}
            }
        }
    }

    void remove(UUID client) {
        own.remove(client);
    }

    long of(ClientType type, UUID client) {
        var ofAll =
                switch (type) {
                    case AGENT -> allAgents;
                    case GATEWAY -> client.equals(exempt) ? wantedOfExempt : allGateways;
                };
        return Math.max(ofAll, own.getOrDefault(client, 0L));
    }
}
