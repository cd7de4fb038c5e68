package io.kakuremichi.control.change;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change of stored state that some client has to learn of. Fired as a CDI event inside the transaction that makes
 * it; observers other than the change log must not exist, so that nothing is told before it is committed.
 *
 * <p>A change carries the whole new state of what it is about. Applying one twice is therefore harmless, and nobody has
 * to read a row that may have moved on since.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Change.AgentCreated.class, name = "agent_created"),
    @JsonSubTypes.Type(value = Change.AgentUpdated.class, name = "agent_updated"),
    @JsonSubTypes.Type(value = Change.AgentDeleted.class, name = "agent_deleted"),
    @JsonSubTypes.Type(value = Change.GatewayCreated.class, name = "gateway_created"),
    @JsonSubTypes.Type(value = Change.GatewayUpdated.class, name = "gateway_updated"),
    @JsonSubTypes.Type(value = Change.GatewayDeleted.class, name = "gateway_deleted"),
    @JsonSubTypes.Type(value = Change.TunnelCreated.class, name = "tunnel_created"),
    @JsonSubTypes.Type(value = Change.TunnelUpdated.class, name = "tunnel_updated"),
    @JsonSubTypes.Type(value = Change.TunnelDeleted.class, name = "tunnel_deleted"),
    @JsonSubTypes.Type(value = Change.KeyOffered.class, name = "key_offered"),
    @JsonSubTypes.Type(value = Change.CertificateStored.class, name = "certificate_stored"),
    @JsonSubTypes.Type(value = Change.CertificateDeleted.class, name = "certificate_deleted"),
})
public sealed interface Change {
    /** A new agent. It has no tunnels yet. */
    record AgentCreated(AgentFacts agent) implements Change {}

    /** An agent was renamed, re-keyed or got another API key. */
    record AgentUpdated(AgentFacts agent) implements Change {}

    /** An agent is gone. The deletions of its tunnels come before this, each a change of its own. */
    record AgentDeleted(UUID agentId) implements Change {}

    /** A new gateway. */
    record GatewayCreated(GatewayFacts gateway) implements Change {}

    /** A gateway was renamed, re-keyed, moved to another address or got another API key. */
    record GatewayUpdated(GatewayFacts gateway) implements Change {}

    /** A gateway is gone. */
    record GatewayDeleted(UUID gatewayId) implements Change {}

    /** A new tunnel. */
    record TunnelCreated(TunnelFacts tunnel) implements Change {}

    /**
     * A tunnel changed.
     *
     * @param previousAgentId its owner before; differs from the tunnel's when it moved
     */
    record TunnelUpdated(TunnelFacts tunnel, UUID previousAgentId) implements Change {}

    /**
     * A tunnel is gone.
     *
     * @param agentId its last owner
     */
    record TunnelDeleted(UUID tunnelId, UUID agentId) implements Change {}

    /**
     * There is something new about a client's own keys: a pair to deliver, or a request to make one. Names the client only, for
     * the same reason as a certificate's.
     */
    record KeyOffered(UUID clientId) implements Change {}

    /**
     * A certificate was stored or replaced. Names the domain only: the row holds a private key, which has no place in a
     * log, so whoever applies this reads the row.
     *
     * @param reportedBy the gateway that obtained it, and so has it already
     */
    record CertificateStored(String domain, @Nullable UUID reportedBy) implements Change {}

    /** A certificate is gone. */
    record CertificateDeleted(String domain) implements Change {}
}
