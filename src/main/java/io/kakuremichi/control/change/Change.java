package io.kakuremichi.control.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of stored state that concerns clients or people. Fired as a CDI event inside the transaction that makes it. The change
 * log must be its only observer, so that no client is notified before the commit.
 *
 * <p>A change carries the complete new state of its resource. Applying it twice is therefore harmless, and no receiver has
 * to read a row that may have changed again.
 *
 * <p>An update with {@code detailsOnly} changed no fact, only what people read: metadata, a description, a region. Clients receive
 * nothing for it. It is of the same kind as other updates, because replicas of earlier versions read the same log.
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
    /** An agent was created. It has no tunnels yet. */
    record AgentCreated(AgentFacts agent) implements Change {}

    /** An agent got another name, WireGuard key or API key. */
    record AgentUpdated(
            AgentFacts agent,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean detailsOnly) implements Change {
        /** An update of facts. */
        public AgentUpdated(AgentFacts agent) {
            this(agent, false);
        }
    }

    /** An agent was deleted. The deletions of its tunnels precede this, as changes of their own. */
    record AgentDeleted(UUID agentId) implements Change {}

    /** A gateway was created. */
    record GatewayCreated(GatewayFacts gateway) implements Change {}

    /** A gateway got another name, address, WireGuard key or API key. */
    record GatewayUpdated(
            GatewayFacts gateway,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean detailsOnly) implements Change {
        /** An update of facts. */
        public GatewayUpdated(GatewayFacts gateway) {
            this(gateway, false);
        }
    }

    /** A gateway was deleted. */
    record GatewayDeleted(UUID gatewayId) implements Change {}

    /** A tunnel was created. */
    record TunnelCreated(TunnelFacts tunnel) implements Change {}

    /**
     * A tunnel was changed.
     *
     * @param previousAgentId its agent before the change; differs from the current one if the tunnel moved to another
     *     agent
     */
    record TunnelUpdated(
            TunnelFacts tunnel,
            UUID previousAgentId,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean detailsOnly) implements Change {
        /** An update of facts. */
        public TunnelUpdated(TunnelFacts tunnel, UUID previousAgentId) {
            this(tunnel, previousAgentId, false);
        }
    }

    /**
     * A tunnel was deleted.
     *
     * @param agentId its last agent
     */
    record TunnelDeleted(UUID tunnelId, UUID agentId) implements Change {}

    /**
     * The keys offered to a client changed: a key pair to deliver, or a request to generate one. Names the client only,
     * because the row holds a private key.
     */
    record KeyOffered(UUID clientId) implements Change {}

    /**
     * A certificate was stored or replaced. Names the domain only, because the row holds a private key, which must not
     * be logged; the receiver reads the row.
     *
     * @param reportedBy the gateway that obtained it, and therefore already has it
     */
    record CertificateStored(String domain, @Nullable UUID reportedBy) implements Change {}

    /** A certificate was deleted. */
    record CertificateDeleted(String domain) implements Change {}
}
