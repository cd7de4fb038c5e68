package io.kakuremichi.control.access;

import io.kakuremichi.control.database.StoredEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A token for REST. Only its hash is stored. A token is created and revoked but never changed. */
@Entity
@Table(name = "tokens")
class Token extends StoredEntity {
    @Column(nullable = false, updatable = false)
    public String name;

    @Column(nullable = false, updatable = false)
    public String role;

    /** The first characters, which identify the token to people. */
    @Column(nullable = false, updatable = false)
    public String prefix;

    @Column(name = "token_hash", nullable = false, updatable = false)
    public String tokenHash;

    @Column(name = "expires_at", updatable = false)
    public @Nullable Instant expiresAt;

    /** Written in batches by {@link TokenTable}, without a new version. */
    @Column(name = "last_used_at", insertable = false, updatable = false)
    public @Nullable Instant lastUsedAt;
}
