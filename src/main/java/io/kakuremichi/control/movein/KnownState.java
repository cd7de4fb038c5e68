package io.kakuremichi.control.movein;

import io.kakuremichi.control.credential.ClientType;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is in Control before an import.
 *
 * @param nextPublicKeys the public keys of rotations under way
 */
record KnownState(List<KnownClient> clients, Set<String> nextPublicKeys, List<KnownTunnel> tunnels) {
    /** An agent or a gateway. */
    record KnownClient(
            UUID id,
            ClientType type,
            String name,
            String keyHash,
            String publicKey,
            @Nullable String publicIp,
            @Nullable String region) {}

    /** A tunnel. */
    record KnownTunnel(
            UUID id,
            String domain,
            UUID agentId,
            String target,
            @Nullable String description,
            boolean enabled,
            boolean httpProxyEnabled,
            boolean socksProxyEnabled) {}
}
