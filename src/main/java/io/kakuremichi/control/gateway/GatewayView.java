package io.kakuremichi.control.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.kakuremichi.control.clientapi.ClientState;
import io.kakuremichi.control.credential.Secret;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A gateway as REST shows it.
 *
 * @param hostNumber its host number in every agent's subnet
 * @param revisionWanted see {@link ClientState}, as for the next two
 * @param enrollmentKeyId the enrollment key by which it was created; null for others
 * @param ephemeralAfter an ISO 8601 duration; null unless the enrollment key was ephemeral
 * @param removalDueAt see {@link ClientState#removalDueAt}
 * @param managedBy the manager of the document that declares it
 * @param apiKey only in the response to the creation
 */
@RegisterForReflection
record GatewayView(
        UUID id,
        String name,
        @Nullable String publicIp,
        @Nullable String region,
        int hostNumber,
        String wireguardPublicKey,
        String status,
        @Nullable Instant lastSeenAt,
        @Nullable Long revisionWanted,
        @Nullable Long revisionApplied,
        ClientState.@Nullable LastError lastError,
        @JsonRawValue @Schema(type = SchemaType.OBJECT) String metadata,
        String apiKeyPrefix,
        @Nullable UUID enrollmentKeyId,
        @Nullable String ephemeralAfter,
        @Nullable Instant removalDueAt,
        String keyDelivery,
        @Nullable String managedBy,
        Instant createdAt,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String apiKey) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "GatewayView[" + id + "]";
    }

    static GatewayView of(Gateway gateway, ClientState state, @Nullable Secret apiKey) {
        return new GatewayView(
                gateway.id,
                gateway.name,
                gateway.publicIp,
                gateway.region,
                gateway.hostNumber,
                gateway.wireguardPublicKey,
                state.status(),
                state.lastSeenAt(),
                state.revisionWanted(),
                state.revisionApplied(),
                state.lastError(),
                gateway.metadata,
                gateway.apiKeyPrefix,
                gateway.enrollmentKeyId,
                gateway.ephemeralAfter(),
                state.removalDueAt(gateway),
                gateway.keyDelivery.wireName(),
                gateway.managedBy,
                gateway.createdAt,
                gateway.updatedAt,
                apiKey == null ? null : apiKey.value());
    }
}
