package io.kakuremichi.control.gateway;

import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.platform.StoredEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A public entry node. It has the same host number in every agent's subnet. */
@Entity
@Table(name = "gateways")
public class Gateway extends StoredEntity {
    @Column(nullable = false)
    public String name;

    /** A JSON object that only people and their tools care for. */
    @Column(nullable = false)
    public String metadata;

    public @Nullable String region;

    @Column(name = "public_ip")
    public @Nullable String publicIp;

    @Column(name = "api_key_hash", nullable = false)
    public String apiKeyHash;

    @Column(name = "host_index", nullable = false, updatable = false)
    public int hostIndex;

    @Column(name = "host_number", nullable = false, updatable = false)
    public int hostNumber;

    @Column(name = "wireguard_public_key", nullable = false)
    public String wireguardPublicKey;

    @Column(name = "wireguard_private_key")
    public @Nullable String wireguardPrivateKey;

    /** What others may know of it. */
    public GatewayFacts facts() {
        return new GatewayFacts(id, name, apiKeyHash, hostNumber, publicIp, wireguardPublicKey);
    }
}
