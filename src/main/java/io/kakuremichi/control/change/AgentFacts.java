package io.kakuremichi.control.change;

import java.util.UUID;

/**
 * The public facts of an agent.
 *
 * @param keyHash SHA-256 of its API key, in hex
 * @param subnet its subnet in CIDR notation
 * @param virtualIp its address in that subnet
 * @param wireguardPublicKey base64
 */
public record AgentFacts(
        UUID id, String name, String keyHash, String subnet, String virtualIp, String wireguardPublicKey) {}
