package io.kakuremichi.control.movein;

import io.kakuremichi.control.access.CurrentCaller;
import io.kakuremichi.control.access.Roles;
import io.kakuremichi.control.http.ClientAddresses;
import io.kakuremichi.control.original.OriginalData;
import io.kakuremichi.control.rest.ApiException;
import io.kakuremichi.control.rest.Audited;
import io.kakuremichi.control.rest.Idempotency;
import io.kakuremichi.control.rest.ReplayableResponse;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/import} ({@code rest.md}, {@code moving-in.md}). */
@Path("/api/import")
@Tag(name = "upkeep")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@Audited
class ImportResource {
    private static final String CALL = "POST /api/import";

    private final MoveIn moveIn;
    private final Idempotency idempotency;
    private final CurrentVertxRequest request;
    private final ClientAddresses addresses;

    ImportResource(MoveIn moveIn, Idempotency idempotency, CurrentVertxRequest request, ClientAddresses addresses) {
        this.moveIn = moveIn;
        this.idempotency = idempotency;
        this.request = request;
        this.addresses = addresses;
    }

    @Operation(
            operationId = "importOriginal",
            summary = "Import an original's agents, gateways and tunnels",
            description =
                    "In one transaction. Clients keep their API keys. What is there already, by API key, name or domain, stays"
                            + " as it is, so that the call can be repeated; the answer says what differs, and what became of each row.")
    @APIResponseSchema(
            value = ImportReport.class,
            responseCode = "200",
            responseDescription = "What became of each row, or would; without API keys")
    @APIResponse(responseCode = "409", ref = "Exhausted")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    public Response run(
            @NotNull(message = "is required") @Valid OriginalData body,
            @Parameter(
                            description = "Whether to report only, and change nothing",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"true", "false"},
                                            defaultValue = "false"))
                    @QueryParam("dryRun")
                    @Nullable String dryRun,
            @Context HttpHeaders headers) {
        return isTrue(dryRun)
                ? idempotency.once(headers, CALL + "?dryRun", body, () -> ReplayableResponse.ok(moveIn.plan(body)))
                : idempotency.once(headers, CALL, body, () -> ReplayableResponse.ok(imported(body)));
    }

    private ImportReport imported(OriginalData body) {
        var routing = request.getCurrent();
        return moveIn.run(
                body,
                Objects.requireNonNull(CurrentCaller.of(routing)).name(),
                addresses.of(routing.request()).host());
    }

    private static boolean isTrue(@Nullable String dryRun) {
        return switch (dryRun) {
            case null -> false;
            case "true" -> true;
            case "false" -> false;
            default -> throw ApiException.invalid("dryRun", "must be true or false");
        };
    }
}
