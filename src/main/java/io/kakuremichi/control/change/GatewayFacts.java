package io.kakuremichi.control.change;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The public facts of a gateway.
 *
 * @param keyHash SHA-256 of its API key, in hex
 * @param hostNumber its host number in every agent's subnet
 * @param publicIp null until it is set over REST or reported by the gateway
 * @param wireguardPublicKey base64
 */
public record GatewayFacts(
        UUID id,
        String name,
        String keyHash,
        int hostNumber,
        @Nullable String publicIp,
        String wireguardPublicKey) {}
