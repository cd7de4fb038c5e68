package io.kakuremichi.control.change;

import java.util.UUID;

/**
 * What the rest of the system may know of an agent.
 *
 * @param keyHash SHA-256 of its API key, in hex
 * @param subnet its subnet in CIDR notation
 * @param virtualIp its own address in that subnet
 * @param wireguardPublicKey base64
 */
public record AgentFacts(
        UUID id, String name, String keyHash, String subnet, String virtualIp, String wireguardPublicKey) {}
