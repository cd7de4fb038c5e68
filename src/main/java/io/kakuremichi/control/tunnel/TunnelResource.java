package io.kakuremichi.control.tunnel;

import io.kakuremichi.control.access.Roles;
import io.kakuremichi.control.rest.ApiException;
import io.kakuremichi.control.rest.Audited;
import io.kakuremichi.control.rest.Compressible;
import io.kakuremichi.control.rest.DeletedBody;
import io.kakuremichi.control.rest.FieldRules;
import io.kakuremichi.control.rest.Idempotency;
import io.kakuremichi.control.rest.Ids;
import io.kakuremichi.control.rest.ManagedWarning;
import io.kakuremichi.control.rest.PageRequest;
import io.kakuremichi.control.rest.ReplayableResponse;
import io.kakuremichi.control.rest.Versions;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
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
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/tunnels} ({@code rest.md}). */
@Path("/api/tunnels")
@Tag(name = "tunnels")
@Produces(MediaType.APPLICATION_JSON)
@Audited
class TunnelResource {
    private final Tunnels tunnels;
    private final ManagedWarning warning;
    private final TunnelRepository repository;
    private final Idempotency idempotency;

    TunnelResource(Tunnels tunnels, TunnelRepository repository, Idempotency idempotency, ManagedWarning warning) {
        this.warning = warning;
        this.tunnels = tunnels;
        this.repository = repository;
        this.idempotency = idempotency;
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
        var created = tunnels.create(tunnel -> {
            tunnel.agentId = body.agentId();
            tunnel.domain = body.domain();
            tunnel.target = body.target();
            tunnel.description = body.description();
            tunnel.enabled = body.enabled() == null || body.enabled();
            tunnel.httpProxyEnabled = Boolean.TRUE.equals(body.httpProxyEnabled());
            tunnel.socksProxyEnabled = Boolean.TRUE.equals(body.socksProxyEnabled());
        });
        return ReplayableResponse.created(
                "/api/tunnels/" + created.tunnel().id, created.tunnel().version, created.view());
    }

    @Operation(operationId = "listTunnels", summary = "List tunnels", description = "In order of creation.")
    @GET
    @Compressible
    @RolesAllowed(Roles.VIEWER)
    @Transactional
    public TunnelList list(
            @BeanParam PageRequest page,
            @Parameter(
                            description = "Only tunnels of this agent",
                            schema = @Schema(type = SchemaType.STRING, format = "uuid"))
                    @QueryParam("agentId")
                    @Nullable String agentId,
            @Parameter(description = "Only the tunnel of this domain", example = "shop.example")
                    @QueryParam("domain")
                    @Nullable String domain) {
        return repository.page(page, agentId == null ? null : parse(agentId), domain);
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
        return single(repository.row(id).orElseThrow(() -> ApiException.notFound("tunnel")));
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
        var changed = tunnels.change(tunnel, fields -> apply(body, fields));
        warning.add("tunnel", tunnel.managedBy);
        return single(changed);
    }

    private static void apply(TunnelPatch body, Tunnel tunnel) {
        if (body.agentId() != null) {
            tunnel.agentId = body.agentId();
        }
        if (body.domain() != null) {
            tunnel.domain = body.domain();
        }
        if (body.target() != null) {
            tunnel.target = body.target();
        }
        if (body.enabled() != null) {
            tunnel.enabled = body.enabled();
        }
        if (body.httpProxyEnabled() != null) {
            tunnel.httpProxyEnabled = body.httpProxyEnabled();
        }
        if (body.socksProxyEnabled() != null) {
            tunnel.socksProxyEnabled = body.socksProxyEnabled();
        }
        if (body.description() != null) {
            tunnel.description = body.description().orElse(null);
        }
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
        warning.add("tunnel", tunnel.managedBy);
        return new DeletedBody("Tunnel deleted");
    }

    private Tunnel locked(UUID id) {
        return tunnels.locked(id).orElseThrow(() -> ApiException.notFound("tunnel"));
    }

    private static Response single(TunnelRow row) {
        return Response.ok(row.view()).tag(Versions.tag(row.tunnel().version)).build();
    }

    /** The body of a creation; by default a tunnel is enabled, and no proxy. */
    @RegisterForReflection
    record NewTunnel(
            @NotNull(message = "is required") @DomainName String domain,
            @NotNull(message = "is required") UUID agentId,
            @NotNull(message = "is required") @HostAndPort String target,

            @Nullable @Size(max = FieldRules.MAX_DESCRIPTION) @Pattern(regexp = FieldRules.TEXT, message = FieldRules.TEXT_FAULT) String description,

            @Nullable Boolean enabled,
            @Nullable Boolean httpProxyEnabled,
            @Nullable Boolean socksProxyEnabled) {}

    /** The body of a change. An explicit null clears the description. */
    @RegisterForReflection
    record TunnelPatch(
            @Nullable @DomainName String domain,
            @Nullable UUID agentId,
            @Nullable @HostAndPort String target,

            @Nullable Optional<
                            @Size(max = FieldRules.MAX_DESCRIPTION) @Pattern(regexp = FieldRules.TEXT, message = FieldRules.TEXT_FAULT) String>
                    description,

            @Nullable Boolean enabled,
            @Nullable Boolean httpProxyEnabled,
            @Nullable Boolean socksProxyEnabled) {}
}
