package io.kakuremichi.control.client;

import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.database.StoredEntity;
import jakarta.persistence.Column;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What agents and gateways have in common. */
@MappedSuperclass
public abstract class ClientEntity extends StoredEntity {
    @Column(nullable = false)
    public String name;

    /** A JSON object that only people and their tools care for. */
    @Column(nullable = false)
    public String metadata;

    @Column(name = "api_key_hash", nullable = false)
    public String apiKeyHash;

    /** The first characters, by which people tell keys apart. */
    @Column(name = "api_key_prefix", nullable = false)
    public String apiKeyPrefix;

    /** What the peers use. */
    @Column(name = "wireguard_public_key", nullable = false)
    public String wireguardPublicKey;

    /** Sealed; null once it is confirmed, or when the client has a pair of its own. */
    @Column(name = "wireguard_private_key")
    public @Nullable String wireguardPrivateKey;

    /** The pair that takes over when its delivery is confirmed; null when no rotation is under way. */
    @Column(name = "next_public_key")
    public @Nullable String nextPublicKey;

    /** Sealed. */
    @Column(name = "next_private_key")
    public @Nullable String nextPrivateKey;

    @Enumerated(EnumType.STRING)
    @Column(name = "key_delivery", nullable = false)
    public KeyDelivery keyDelivery;

    /** Whether a client with a pair of its own was asked for another one. */
    @Column(name = "rotation_requested", nullable = false)
    public boolean rotationRequested;

    /** When the pair that is in use came into use. */
    @Column(name = "key_changed_at", nullable = false)
    public Instant keyChangedAt;

    /** Gives it another API key; the old one stops working when this is committed. */
    public void setApiKey(Secret apiKey) {
        apiKeyHash = apiKey.hash().hex();
        apiKeyPrefix = apiKey.prefix();
    }

    /** Which of the two it is. */
    public abstract ClientType type();

    /** That it changed, for whom it concerns. */
    public abstract Change updated();
}
