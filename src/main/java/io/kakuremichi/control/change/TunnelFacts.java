package io.kakuremichi.control.change;

import java.util.UUID;

/**
 * The public facts of a tunnel.
 *
 * @param agentId the agent that owns it
 * @param agentVirtualIp that agent's address, which never changes; included so that the change can be sent after the
 *     agent was deleted
 * @param target {@code host:port} as the agent reaches it
 */
public record TunnelFacts(
        UUID id, UUID agentId, String agentVirtualIp, String domain, String target, boolean enabled) {}
