package io.kakuremichi.control.enrollment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.kakuremichi.control.credential.Secret;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An enrollment key as REST shows it.
 *
 * @param uses how many clients may enroll; null for any number
 * @param used how many have enrolled
 * @param ephemeralAfter an ISO 8601 duration; null unless ephemeral
 * @param createdBy the actor of its creation, as in the audit
 * @param key only in the response to the creation
 */
@RegisterForReflection
record EnrollmentKeyView(
        UUID id,
        String name,
        String type,
        EnrollmentKeyState state,
        String keyPrefix,
        @Nullable Integer uses,
        long used,
        @Nullable Instant lastUsedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable String region,
        @JsonRawValue @Schema(type = SchemaType.OBJECT) String metadata,
        boolean ephemeral,
        @Nullable String ephemeralAfter,
        Instant createdAt,
        String createdBy,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "EnrollmentKeyView[" + id + "]";
    }

    static EnrollmentKeyView of(EnrollmentKey key) {
        return of(key, null);
    }

    static EnrollmentKeyView of(EnrollmentKey key, @Nullable Secret secret) {
        var ephemeralAfter = key.ephemeralAfterSeconds;
        return new EnrollmentKeyView(
                key.id,
                key.name,
                key.type,
                key.state(Instant.now()),
                key.keyPrefix,
                key.uses,
                key.used,
                key.lastUsedAt,
                key.expiresAt,
                key.revokedAt,
                key.region,
                key.metadata,
                ephemeralAfter != null,
                ephemeralAfter == null
                        ? null
                        : Duration.ofSeconds(ephemeralAfter).toString(),
                key.createdAt,
                key.createdBy,
                secret == null ? null : secret.value());
    }
}
