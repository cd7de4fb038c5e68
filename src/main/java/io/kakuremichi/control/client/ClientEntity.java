package io.kakuremichi.control.client;

import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.database.StoredEntity;
import jakarta.persistence.Column;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.MappedSuperclass;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fields that agents and gateways share. */
@MappedSuperclass
public abstract class ClientEntity extends StoredEntity {
    @Column(nullable = false)
    public String name;

    /** A JSON object for users and their tools; Control does not interpret it. */
    @Column(nullable = false)
    public String metadata;

    @Column(name = "api_key_hash", nullable = false)
    public String apiKeyHash;

    /** The manager of the document that declares it; null without one. */
    @Column(name = "managed_by")
    public @Nullable String managedBy;

    /** The manager whose document created it; null if it was created in another way. */
    @Column(name = "made_by")
    public @Nullable String madeBy;

    /** The first characters, which identify the key to people. */
    @Column(name = "api_key_prefix", nullable = false)
    public String apiKeyPrefix;

    /** The key that peers use. */
    @Column(name = "wireguard_public_key", nullable = false)
    public String wireguardPublicKey;

    /** Sealed; null after its confirmation, or if the client generated its own key pair. */
    @Column(name = "wireguard_private_key")
    public @Nullable String wireguardPrivateKey;

    /** The key pair that becomes active when its delivery is confirmed; null without a rotation in progress. */
    @Column(name = "next_public_key")
    public @Nullable String nextPublicKey;

    /** Sealed. */
    @Column(name = "next_private_key")
    public @Nullable String nextPrivateKey;

    @Enumerated(EnumType.STRING)
    @Column(name = "key_delivery", nullable = false)
    public KeyDelivery keyDelivery;

    /** Whether a client that generates its own keys was asked for a new pair. */
    @Column(name = "rotation_requested", nullable = false)
    public boolean rotationRequested;

    /** The time since which the current key pair is in use. */
    @Column(name = "key_changed_at", nullable = false)
    public Instant keyChangedAt;

    /** The enrollment key by which the client was created; that key may be deleted meanwhile. */
    @Column(name = "enrollment_key_id")
    public @Nullable UUID enrollmentKeyId;

    /** Seconds offline after which the client is deleted; null: never. */
    @Column(name = "ephemeral_after_seconds")
    public @Nullable Long ephemeralAfterSeconds;

    /** The same as an ISO 8601 duration; null: never. */
    public @Nullable String ephemeralAfter() {
        return ephemeralAfterSeconds == null
                ? null
                : Duration.ofSeconds(ephemeralAfterSeconds).toString();
    }

    /** Sets another API key; the old one stops working at the commit. */
    public void setApiKey(Secret apiKey) {
        apiKeyHash = apiKey.hash().hex();
        apiKeyPrefix = apiKey.prefix();
    }

    /** The kind of client. */
    public abstract ClientType type();

    /** The change event after a creation. */
    public abstract Change created();

    /** The change event after an update. */
    public abstract Change updated();

    /** The change event after an update of what clients are not sent. */
    public abstract Change detailsUpdated();
}
