package io.kakuremichi.control.agent;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.client.ClientEntity;
import io.kakuremichi.control.credential.ClientType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A client next to the published services. The database deletes its tunnels and its presence together with it. */
@Entity
@Table(name = "agents")
public class Agent extends ClientEntity {
    @Column(name = "subnet_index", nullable = false, updatable = false)
    public int subnetIndex;

    @Column(nullable = false, updatable = false)
    public String subnet;

    @Column(name = "virtual_ip", nullable = false, updatable = false)
    public String virtualIp;

    /** The public facts of the agent. */
    public AgentFacts facts() {
        return new AgentFacts(id, name, apiKeyHash, subnet, virtualIp, wireguardPublicKey);
    }

    @Override
    public ClientType type() {
        return ClientType.AGENT;
    }

    @Override
    public Change created() {
        return new Change.AgentCreated(facts());
    }

    @Override
    public Change updated() {
        return new Change.AgentUpdated(facts());
    }

    @Override
    public Change detailsUpdated() {
        return new Change.AgentUpdated(facts(), true);
    }
}
