package io.kakuremichi.control.tunnel;

import io.kakuremichi.control.access.Roles;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.rest.ApiException;
import io.kakuremichi.control.rest.Audited;
import io.kakuremichi.control.rest.DeletedBody;
import io.kakuremichi.control.rest.FieldRules;
import io.kakuremichi.control.rest.Idempotency;
import io.kakuremichi.control.rest.Ids;
import io.kakuremichi.control.rest.PageRequest;
import io.kakuremichi.control.rest.ReplayableResponse;
import io.kakuremichi.control.rest.Versions;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** {@code /api/tunnels} ({@code rest.md}). */
@Path("/api/tunnels")
@Tag(name = "tunnels")
@Produces(MediaType.APPLICATION_JSON)
@Audited
class TunnelResource {
    private static final int MAX_DESCRIPTION = 1_000;

    private final TunnelRepository tunnels;
    private final Idempotency idempotency;
    private final Event<Change> changes;

    TunnelResource(TunnelRepository tunnels, Idempotency idempotency, Event<Change> changes) {
        this.tunnels = tunnels;
        this.idempotency = idempotency;
        this.changes = changes;
    }

    @Operation(
            operationId = "createTunnel",
            summary = "Create a tunnel",
            description = "The agent and all gateways are notified at once.")
    @APIResponseSchema(value = TunnelView.class, responseCode = "201", responseDescription = "The tunnel")
    @POST
    @RolesAllowed(Roles.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    public Response create(@NotNull(message = "is required") @Valid NewTunnel body, @Context HttpHeaders headers) {
        return idempotency.once(headers, "POST /api/tunnels", body, () -> create(body));
    }

    private ReplayableResponse create(NewTunnel body) {
        var owner = owner(body.agentId());
        var tunnel = new Tunnel();
        tunnel.assignId();
        tunnel.agentId = body.agentId();
        tunnel.domain = body.domain().toLowerCase(Locale.ROOT);
        tunnel.target = body.target();
        tunnel.description = body.description();
        tunnel.enabled = body.enabled() == null || body.enabled();
        tunnels.persist(tunnel);
        flush(tunnel.domain);
        changes.fire(new Change.TunnelCreated(tunnel.facts(owner.virtualIp())));
        return ReplayableResponse.created(
                "/api/tunnels/" + tunnel.id, tunnel.version, TunnelView.of(tunnel, owner, null));
    }

    @Operation(operationId = "listTunnels", summary = "List tunnels", description = "In order of creation.")
    @GET
    @RolesAllowed(Roles.VIEWER)
    @Transactional
    public TunnelList list(
            @BeanParam PageRequest page,
            @Parameter(
                            description = "Only tunnels of this agent",
                            schema = @Schema(type = SchemaType.STRING, format = "uuid"))
                    @QueryParam("agentId")
                    @Nullable String agentId) {
        return agentId == null ? tunnels.page(page) : tunnels.page(page, parse(agentId));
    }

    private static UUID parse(String agentId) {
        return Ids.parse(agentId).orElseThrow(() -> ApiException.invalid("agentId", Ids.FAULT));
    }

    @Operation(operationId = "getTunnel", summary = "Show a tunnel")
    @APIResponseSchema(value = TunnelView.class, responseCode = "200", responseDescription = "The tunnel")
    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/{id}")
    @Transactional
    public Response get(@PathParam("id") UUID id) {
        var row = row(id);
        return single(row.tunnel(), row.owner(), row.report());
    }

    @Operation(
            operationId = "updateTunnel",
            summary = "Change a tunnel",
            description =
                    "Changes the given fields; another agentId moves the tunnel. An explicit null clears the description.")
    @APIResponseSchema(value = TunnelView.class, responseCode = "200", responseDescription = "The changed tunnel")
    @APIResponse(responseCode = "409", ref = "Duplicate")
    @PATCH
    @RolesAllowed(Roles.OPERATOR)
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    public Response change(
            @PathParam("id") UUID id,
            @NotNull(message = "is required") @Valid TunnelPatch body,
            @Context HttpHeaders headers) {
        var tunnel = locked(id);
        Versions.check(headers, tunnel.version);
        var agentBefore = tunnel.agentId;
        var agentId = body.agentId() == null ? tunnel.agentId : body.agentId();
        // Read before any field is set, because the queries would flush it.
        var row = row(id);
        var owner = agentId.equals(agentBefore) ? row.owner() : owner(agentId);
        var versionBefore = tunnel.version;
        var factsBefore = tunnel.facts(row.owner().virtualIp());
        tunnel.agentId = agentId;
        if (body.domain() != null) {
            tunnel.domain = body.domain().toLowerCase(Locale.ROOT);
        }
        if (body.target() != null) {
            tunnel.target = body.target();
        }
        if (body.enabled() != null) {
            tunnel.enabled = body.enabled();
        }
        if (body.description() != null) {
            tunnel.description = body.description().orElse(null);
        }
        flush(tunnel.domain);
        var facts = tunnel.facts(owner.virtualIp());
        if (!facts.equals(factsBefore)) {
            changes.fire(new Change.TunnelUpdated(facts, agentBefore));
        } else if (tunnel.version != versionBefore) {
            changes.fire(new Change.TunnelUpdated(facts, agentBefore, true));
        }
        return single(tunnel, owner, row.report());
    }

    @Operation(operationId = "deleteTunnel", summary = "Delete a tunnel")
    @DELETE
    @RolesAllowed(Roles.OPERATOR)
    @Path("/{id}")
    @Transactional
    public DeletedBody delete(@PathParam("id") UUID id, @Context HttpHeaders headers) {
        var tunnel = locked(id);
        Versions.check(headers, tunnel.version);
        tunnels.delete(tunnel);
        changes.fire(new Change.TunnelDeleted(id, tunnel.agentId));
        return new DeletedBody("Tunnel deleted");
    }

    private Tunnel locked(UUID id) {
        return tunnels.locked(id).orElseThrow(() -> ApiException.notFound("tunnel"));
    }

    private TunnelRow row(UUID id) {
        return tunnels.row(id).orElseThrow(() -> ApiException.notFound("tunnel"));
    }

    /** The agent, with a lock that prevents its deletion until this transaction ends. */
    private Owner owner(UUID agentId) {
        return tunnels.lockedOwner(agentId).orElseThrow(() -> ApiException.invalid("agentId", "no such agent"));
    }

    /** Flushes now, so that a duplicate domain is reported as such instead of failing the commit. */
    private void flush(String domain) {
        try {
            tunnels.flush();
        } catch (ConstraintViolationException e) {
            if ("tunnels_domain_unique".equals(e.getConstraintName())) {
                throw new ApiException(ApiErrorCode.DUPLICATE, "A tunnel for " + domain + " already exists");
            }
            throw e;
        }
    }

    private static Response single(Tunnel tunnel, Owner owner, @Nullable TunnelReport report) {
        return Response.ok(TunnelView.of(tunnel, owner, report))
                .tag(Versions.tag(tunnel.version))
                .build();
    }

    /** The body of a creation; a tunnel is enabled by default. */
    @RegisterForReflection
    record NewTunnel(
            @NotNull(message = "is required") @DomainName String domain,
            @NotNull(message = "is required") UUID agentId,
            @NotNull(message = "is required") @HostAndPort String target,

            @Nullable @Size(max = MAX_DESCRIPTION) @Pattern(regexp = FieldRules.TEXT, message = FieldRules.TEXT_FAULT) String description,

            @Nullable Boolean enabled) {}

    /** The body of a change. An explicit null clears the description. */
    @RegisterForReflection
    record TunnelPatch(
            @Nullable @DomainName String domain,
            @Nullable UUID agentId,
            @Nullable @HostAndPort String target,

            @Nullable Optional<
                            @Size(max = MAX_DESCRIPTION) @Pattern(regexp = FieldRules.TEXT, message = FieldRules.TEXT_FAULT) String>
                    description,

            @Nullable Boolean enabled) {}
}
