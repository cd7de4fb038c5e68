package io.kakuremichi.control.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * The public facts of a tunnel.
 *
 * @param agentId the agent that owns it
 * @param agentVirtualIp that agent's address, which never changes; included so that the change can be sent after the
 *     agent was deleted
 * @param target {@code host:port} as the agent reaches it
 * @param httpProxyEnabled whether clients also serve it as an HTTP proxy; absent and false in the log of earlier versions
 * @param socksProxyEnabled whether clients also serve it as a SOCKS proxy; absent and false in the log of earlier versions
 */
public record TunnelFacts(
        UUID id,
        UUID agentId,
        String agentVirtualIp,
        String domain,
        String target,
        boolean enabled,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean httpProxyEnabled,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean socksProxyEnabled) {
    /** A tunnel that is no proxy. */
    public TunnelFacts(UUID id, UUID agentId, String agentVirtualIp, String domain, String target, boolean enabled) {
        this(id, agentId, agentVirtualIp, domain, target, enabled, false, false);
    }

    /** Returns whether the two tunnels differ in nothing but what clients serve as proxies. */
    public boolean differsInProxiesOnly(TunnelFacts other) {
        return !equals(other) && withoutProxies().equals(other.withoutProxies());
    }

    private TunnelFacts withoutProxies() {
        return new TunnelFacts(id, agentId, agentVirtualIp, domain, target, enabled);
    }
}
