package io.kakuremichi.control.agent;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.client.ClientEntity;
import io.kakuremichi.control.credential.ClientType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** An edge client next to the services. Its tunnels and its presence go when it goes (schema). */
@Entity
@Table(name = "agents")
public class Agent extends ClientEntity {
    @Column(name = "subnet_index", nullable = false, updatable = false)
    public int subnetIndex;

    @Column(nullable = false, updatable = false)
    public String subnet;

    @Column(name = "virtual_ip", nullable = false, updatable = false)
    public String virtualIp;

    /** What others may know of it. */
    public AgentFacts facts() {
        return new AgentFacts(id, name, apiKeyHash, subnet, virtualIp, wireguardPublicKey);
    }

    @Override
    public ClientType type() {
        return ClientType.AGENT;
    }

    @Override
    public Change updated() {
        return new Change.AgentUpdated(facts());
    }
}
