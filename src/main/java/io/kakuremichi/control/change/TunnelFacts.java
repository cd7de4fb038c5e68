package io.kakuremichi.control.change;

import java.util.UUID;

/**
 * A tunnel as its agent and the gateways see it.
 *
 * @param agentId the agent that owns it
 * @param target {@code host:port} as the agent reaches it
 */
public record TunnelFacts(UUID id, UUID agentId, String domain, String target, boolean enabled) {}
