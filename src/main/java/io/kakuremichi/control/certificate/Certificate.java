package io.kakuremichi.control.certificate;

import io.kakuremichi.control.database.StoredEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The certificate of a domain with its private key. It remains when the tunnel is deleted, because the domain may be
 * used again.
 */
@Entity
@Table(name = "certificates")
public class Certificate extends StoredEntity {
    @Column(nullable = false, updatable = false)
    public String domain;

    /** The PEM chain, starting with the domain's own certificate. */
    @Column(nullable = false)
    public String certificate;

    /** PEM, sealed. */
    @Column(name = "private_key", nullable = false)
    public String privateKey;

    @Column(name = "expires_at", nullable = false)
    public Instant expiresAt;

    @Column(nullable = false)
    public String issuer;

    /** SHA-256 of the domain's own certificate, in hex. */
    @Column(nullable = false)
    public String fingerprint;

    @Column(name = "auto_renew", nullable = false)
    public boolean autoRenew;

    @Column(name = "last_renewed_at", nullable = false)
    public Instant lastRenewedAt;

    /** The gateway that obtained it; null after the deletion of that gateway. */
    @Column(name = "obtained_by")
    public @Nullable UUID obtainedBy;
}
