package io.kakuremichi.control.gateway;

import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.client.ClientEntity;
import io.kakuremichi.control.credential.ClientType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A public entry node. It has the same host number in every agent's subnet. */
@Entity
@Table(name = "gateways")
public class Gateway extends ClientEntity {
    public @Nullable String region;

    @Column(name = "public_ip")
    public @Nullable String publicIp;

    @Column(name = "host_index", nullable = false, updatable = false)
    public int hostIndex;

    @Column(name = "host_number", nullable = false, updatable = false)
    public int hostNumber;

    /** The public facts of the gateway. */
    public GatewayFacts facts() {
        return new GatewayFacts(id, name, apiKeyHash, hostNumber, publicIp, wireguardPublicKey);
    }

    @Override
    public ClientType type() {
        return ClientType.GATEWAY;
    }

    @Override
    public Change created() {
        return new Change.GatewayCreated(facts());
    }

    @Override
    public Change updated() {
        return new Change.GatewayUpdated(facts());
    }

    @Override
    public Change detailsUpdated() {
        return new Change.GatewayUpdated(facts(), true);
    }
}
