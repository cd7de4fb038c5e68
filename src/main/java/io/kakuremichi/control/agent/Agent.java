package io.kakuremichi.control.agent;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.platform.StoredEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** An edge client next to the services. Its tunnels and its presence go when it goes (schema). */
@Entity
@Table(name = "agents")
public class Agent extends StoredEntity {
    @Column(nullable = false)
    public String name;

    /** A JSON object that only people and their tools care for. */
    @Column(nullable = false)
    public String metadata;

    @Column(name = "api_key_hash", nullable = false)
    public String apiKeyHash;

    @Column(name = "subnet_index", nullable = false, updatable = false)
    public int subnetIndex;

    @Column(nullable = false, updatable = false)
    public String subnet;

    @Column(name = "virtual_ip", nullable = false, updatable = false)
    public String virtualIp;

    @Column(name = "wireguard_public_key", nullable = false)
    public String wireguardPublicKey;

    @Column(name = "wireguard_private_key")
    public @Nullable String wireguardPrivateKey;

    /** What others may know of it. */
    public AgentFacts facts() {
        return new AgentFacts(id, name, apiKeyHash, subnet, virtualIp, wireguardPublicKey);
    }
}
