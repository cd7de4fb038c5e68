package io.kakuremichi.control.declared;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kakuremichi.control.access.CurrentCaller;
import io.kakuremichi.control.access.Roles;
import io.kakuremichi.control.audit.BulkAudit;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.declared.ApplyMetrics.ApplyOutcome;
import io.kakuremichi.control.rest.ApiException;
import io.kakuremichi.control.rest.BooleanParameter;
import io.kakuremichi.control.rest.Idempotency;
import io.kakuremichi.control.rest.ReplayableResponse;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.annotation.security.RolesAllowed;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** {@code /api/apply} ({@code rest.md}). */
@Path("/api/apply")
@Tag(name = "declarative")
@Produces(MediaType.APPLICATION_JSON)
class ApplyResource {
    static final String YAML = "application/yaml";

    private final Applies applies;
    private final ApplyTurns turns;
    private final ApplyMetrics metrics;
    private final Idempotency idempotency;
    private final BulkAudit audit;
    private final CurrentVertxRequest request;

    ApplyResource(
            Applies applies,
            ApplyTurns turns,
            ApplyMetrics metrics,
            Idempotency idempotency,
            BulkAudit audit,
            CurrentVertxRequest request) {
        this.audit = audit;
        this.applies = applies;
        this.turns = turns;
        this.metrics = metrics;
        this.idempotency = idempotency;
        this.request = request;
    }

    @Operation(operationId = "applyDocument", summary = "Apply a document", description = """
                    Makes real what the document declares, in one transaction, or nothing. Changes of agents and gateways need the
                    role `admin`, otherwise the whole document is refused with 403; a dry run says which role applying needs.""")
    @APIResponseSchema(
            value = ApplyView.class,
            responseCode = "200",
            responseDescription =
                    "What was changed, with the API keys of created clients, which are shown only in this response")
    @APIResponse(responseCode = "400", ref = "InvalidDocument")
    @APIResponse(responseCode = "409", ref = "Interfering")
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "DeclaredDocument")),
                @Content(mediaType = YAML, schema = @Schema(ref = "DeclaredDocument"))
            })
    @POST
    @RolesAllowed(Roles.OPERATOR)
    @Consumes({MediaType.APPLICATION_JSON, YAML})
    public Response apply(
            byte @Nullable [] body,
            @Parameter(
                            description = "Only plan: report what an apply would change, and change nothing",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @QueryParam("dryRun")
                    @Nullable String dryRun,
            @Parameter(
                            description =
                                    "Delete what the document's manager made and the document does not name, and release what else it manages",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @QueryParam("prune")
                    @Nullable String prune,
            @Parameter(
                            description = "Take over objects of other managers, which is a fault otherwise",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @QueryParam("takeOver")
                    @Nullable String takeOver,
            @Context HttpHeaders headers) {
        var options = new ApplyOptions(
                BooleanParameter.parse("dryRun", dryRun),
                BooleanParameter.parse("prune", prune),
                BooleanParameter.parse("takeOver", takeOver));
        var routing = request.getCurrent();
        if (options.dryRun()) {
            audit.readsOnly(routing);
        }
        var caller = Objects.requireNonNull(CurrentCaller.of(routing));
        var type = headers.getMediaType();
        var yaml = type != null && type.isCompatible(MediaType.valueOf(YAML));
        var text = body == null ? "" : new String(body, UTF_8);
        var call = new Applies.ApplyCall(routing, caller, options);
        try {
            return turns.take(options.dryRun(), () -> apply(call, withoutMark(text), yaml, headers));
        } catch (DocumentRefusedException e) {
            metrics.count(ApplyOutcome.INVALID);
            throw e;
        } catch (ApiException e) {
            metrics.count(ApplyOutcome.REFUSED);
            throw e;
        } catch (RuntimeException e) {
            metrics.count(ApplyOutcome.FAILED);
            throw e;
        }
    }

    private Response apply(Applies.ApplyCall call, String text, boolean yaml, HttpHeaders headers) {
        var faults = new FaultList();
        var document = applies.read(text, yaml, faults);
        if (call.options().dryRun() || !faults.isEmpty()) {
            // Also reports the faults that only the comparison shows.
            var plan = applies.plan(document, faults, call);
            metrics.count(ApplyOutcome.PLANNED);
            return Response.ok(plan).build();
        }
        // The text alone: another form of the same document is another request.
        var request = "%s\n%s\n%s"
                .formatted(call.options(), yaml, new Secret(text).hash().hex());
        var response = applies.inTransaction(() -> idempotency.once(
                headers, "POST /api/apply", request, () -> ReplayableResponse.ok(applies.apply(document, call))));
        if (response.getEntity() instanceof ApplyView applied) {
            metrics.applied(applied);
        } else {
            metrics.count(ApplyOutcome.REPEATED);
        }
        return response;
    }

    @ServerExceptionMapper
    Response refused(DocumentRefusedException e) {
        return Response.status(Response.Status.BAD_REQUEST)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(DocumentRefusal.of(e.faults(), e.total()))
                .build();
    }

    /** Without the byte order mark, which some editors write. */
    private static String withoutMark(String text) {
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }
}
