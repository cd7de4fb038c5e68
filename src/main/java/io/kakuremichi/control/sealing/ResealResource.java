package io.kakuremichi.control.sealing;

import io.kakuremichi.control.access.Roles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/reseal}: reseals stored secrets under this replica's newest key, see {@link SealCheck}. */
@Path("/api/reseal")
@Tag(name = "upkeep")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
class ResealResource {
    /**
     * Well below the limits on the duration of a call: {@code kakuremichi.limits.request-time} and those of proxies.
     */
    private static final Duration ONE_CALL = Duration.ofSeconds(10);

    private final SealCheck seals;

    ResealResource(SealCheck seals) {
        this.seals = seals;
    }

    @Operation(
            operationId = "resealSecrets",
            summary = "Seal stored secrets under the newest encryption key",
            description = "Reseals secrets that are still sealed under an older encryption key of this replica. A call"
                    + " ends after a few seconds: repeat it until `complete` is true.")
    @APIResponseSchema(value = Resealed.class, responseCode = "200", responseDescription = "The result of this call")
    @POST
    public Resealed reseal() throws SQLException {
        var result = seals.reseal(Instant.now().plus(ONE_CALL));
        return new Resealed(seals.newestKey(), result.changed(), result.failed(), result.complete());
    }

    /**
     * The result of one call.
     *
     * @param keyId the id of the current key
     * @param resealed the number of values that were changed
     * @param failed the number of values that cannot be opened, because their key is not in the ring
     * @param complete false if more values remain: call again
     */
    @RegisterForReflection
    record Resealed(String keyId, int resealed, int failed, boolean complete) {}
}
