package io.kakuremichi.control.change;

import java.util.UUID;

/**
 * A tunnel as its agent and the gateways see it.
 *
 * @param agentId the agent that owns it
 * @param agentVirtualIp that agent's address, which is fixed; here so that a change can be told when the agent is long gone
 * @param target {@code host:port} as the agent reaches it
 */
public record TunnelFacts(
        UUID id, UUID agentId, String agentVirtualIp, String domain, String target, boolean enabled) {}
