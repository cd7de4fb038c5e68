package io.kakuremichi.control.enrollment;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.database.StoredEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A key with which machines enroll. Only its hash is stored. After its creation it is only used, revoked and deleted. */
@Entity
@Table(name = "enrollment_keys")
class EnrollmentKey extends StoredEntity {
    @Column(nullable = false, updatable = false)
    public String name;

    /** The wire name of a {@link ClientType}. */
    @Column(nullable = false, updatable = false)
    public String type;

    @Column(name = "key_hash", nullable = false, updatable = false)
    public String keyHash;

    /** The first characters, which identify the key to people. */
    @Column(name = "key_prefix", nullable = false, updatable = false)
    public String keyPrefix;

    /** How many clients may enroll; null for any number. */
    @Column(updatable = false)
    public @Nullable Integer uses;

    /** Counted by {@link EnrollmentKeyRepository#use}, without a new version. */
    @Column(insertable = false, updatable = false)
    public long used;

    /** Written together with {@link #used}. */
    @Column(name = "last_used_at", insertable = false, updatable = false)
    public @Nullable Instant lastUsedAt;

    @Column(name = "expires_at", updatable = false)
    public @Nullable Instant expiresAt;

    @Column(name = "revoked_at")
    public @Nullable Instant revokedAt;

    /** For its clients; only a gateway has one. */
    @Column(updatable = false)
    public @Nullable String region;

    /** For its clients: a JSON object. */
    @Column(nullable = false, updatable = false)
    public String metadata;

    /** Seconds offline after which the key's clients are deleted; null: never. */
    @Column(name = "ephemeral_after_seconds", updatable = false)
    public @Nullable Long ephemeralAfterSeconds;

    /** The caller who created it, as in the audit. */
    @Column(name = "created_by", nullable = false, updatable = false)
    public String createdBy;

    /** The kind of client that enrolls with it. */
    ClientType clientType() {
        return ClientType.named(type).orElseThrow();
    }

    /** The most lasting reason counts: a revoked key stays revoked when it expires. */
    EnrollmentKeyState state(Instant now) {
        if (revokedAt != null) {
            return EnrollmentKeyState.REVOKED;
        }
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            return EnrollmentKeyState.EXPIRED;
        }
        return uses != null && used >= uses ? EnrollmentKeyState.USED_UP : EnrollmentKeyState.ACTIVE;
    }
}
