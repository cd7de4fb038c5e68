package io.kakuremichi.control.movein;

import io.kakuremichi.control.access.CurrentCaller;
import io.kakuremichi.control.access.Roles;
import io.kakuremichi.control.http.ClientAddresses;
import io.kakuremichi.control.original.OriginalData;
import io.kakuremichi.control.rest.Audited;
import io.kakuremichi.control.rest.BooleanParameter;
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
                            + " as it is, so that the call can be repeated; the answer has the outcome of each row, and what differs.")
    @APIResponseSchema(
            value = ImportReport.class,
            responseCode = "200",
            responseDescription = "The outcome of each row; without API keys")
    @APIResponse(responseCode = "409", ref = "Exhausted")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    public Response run(
            @NotNull(message = "is required") @Valid OriginalData body,
            @Parameter(
                            description = "Whether to report only, and change nothing",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @QueryParam("dryRun")
                    @Nullable String dryRun,
            @Context HttpHeaders headers) {
        return BooleanParameter.parse("dryRun", dryRun)
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
}
