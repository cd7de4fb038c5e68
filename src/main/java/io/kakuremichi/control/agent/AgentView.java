package io.kakuremichi.control.agent;

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
 * An agent as REST shows it.
 *
 * @param revisionWanted see {@link ClientState}, as for the next two
 * @param enrollmentKeyId the enrollment key by which it was created; null for others
 * @param ephemeralAfter an ISO 8601 duration; null unless the enrollment key was ephemeral
 * @param removalDueAt see {@link ClientState#removalDueAt}
 * @param managedBy the manager of the document that declares it
 * @param apiKey only in the response to the creation
 */
@RegisterForReflection
record AgentView(
        UUID id,
        String name,
        String virtualIp,
        String subnet,
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
        return "AgentView[" + id + "]";
    }

    static AgentView of(Agent agent, ClientState state, @Nullable Secret apiKey) {
        return new AgentView(
                agent.id,
                agent.name,
                agent.virtualIp,
                agent.subnet,
                agent.wireguardPublicKey,
                state.status(),
                state.lastSeenAt(),
                state.revisionWanted(),
                state.revisionApplied(),
                state.lastError(),
                agent.metadata,
                agent.apiKeyPrefix,
                agent.enrollmentKeyId,
                agent.ephemeralAfter(),
                state.removalDueAt(agent),
                agent.keyDelivery.wireName(),
                agent.managedBy,
                agent.createdAt,
                agent.updatedAt,
                apiKey == null ? null : apiKey.value());
    }
}
