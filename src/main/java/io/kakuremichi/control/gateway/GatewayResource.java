package io.kakuremichi.control.gateway;

import io.kakuremichi.control.access.Roles;
import io.kakuremichi.control.client.NewApiKey;
import io.kakuremichi.control.clientapi.ClientCalls;
import io.kakuremichi.control.clientapi.ClientKind;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.http.Addresses;
import io.kakuremichi.control.rest.ApiException;
import io.kakuremichi.control.rest.Audited;
import io.kakuremichi.control.rest.Compressible;
import io.kakuremichi.control.rest.DeletedBody;
import io.kakuremichi.control.rest.FieldRules;
import io.kakuremichi.control.rest.ManagedWarning;
import io.kakuremichi.control.rest.Metadata;
import io.kakuremichi.control.rest.PageRequest;
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
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/gateways} ({@code rest.md}). */
@Path("/api/gateways")
@Tag(name = "gateways")
@Produces(MediaType.APPLICATION_JSON)
@Audited
class GatewayResource {
    private static final String API_KEY = "gtw_[A-Za-z0-9]{32}";
    private static final String API_KEY_FAULT = "must be gtw_ and 32 of A-Z a-z 0-9";

    private final ClientKind<Gateway, GatewayView> kind;
    private final ClientCalls calls;
    private final ManagedWarning warning;
    private final Gateways gateways;

    GatewayResource(GatewayRepository repository, ClientCalls calls, Gateways gateways, ManagedWarning warning) {
        this.kind = new ClientKind<>(ClientType.GATEWAY, "/api/gateways", repository, GatewayView::of);
        this.calls = calls;
        this.gateways = gateways;
        this.warning = warning;
    }

    @Operation(
            operationId = "createGateway",
            summary = "Create a gateway",
            description = "The gateway gets an address in the subnet of every agent.")
    @APIResponseSchema(
            value = GatewayView.class,
            responseCode = "201",
            responseDescription = "The gateway with its API key, which is shown only in this response")
    @APIResponse(responseCode = "409", ref = "Exhausted")
    @POST
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    public Response create(@NotNull(message = "is required") @Valid NewGateway body, @Context HttpHeaders headers) {
        return calls.create(
                kind,
                headers,
                body,
                () -> gateways.create(
                        gateway -> {
                            gateway.name = body.name();
                            gateway.region = body.region();
                            gateway.publicIp = canonical(body.publicIp());
                            gateway.metadata = Metadata.text(body.metadata());
                        },
                        body.secret()));
    }

    @Operation(operationId = "listGateways", summary = "List gateways", description = "In order of creation.")
    @GET
    @Compressible
    @RolesAllowed(Roles.VIEWER)
    public GatewayList list(
            @BeanParam PageRequest page,
            @Parameter(
                            description =
                                    "Filter by status: connected, not connected, or connected and reporting a problem",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"online", "offline", "error"}))
                    @QueryParam("status")
                    @Nullable String status,
            @Parameter(description = "Only the gateway with this name", example = "tokyo") @QueryParam("name") @Nullable String name) {
        var found = calls.list(kind, page, status, name);
        return new GatewayList(found.clients(), found.total(), found.nextCursor());
    }

    @Operation(operationId = "getGateway", summary = "Show a gateway")
    @APIResponseSchema(value = GatewayView.class, responseCode = "200", responseDescription = "The gateway")
    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/{id}")
    public Response get(@PathParam("id") UUID id) {
        return calls.show(kind, id);
    }

    @Operation(
            operationId = "updateGateway",
            summary = "Change a gateway",
            description = "Changes the given fields. An explicit null clears an optional field.")
    @APIResponseSchema(value = GatewayView.class, responseCode = "200", responseDescription = "The changed gateway")
    @APIResponse(responseCode = "409", ref = "Duplicate")
    @PATCH
    @RolesAllowed(Roles.ADMIN)
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(
            @PathParam("id") UUID id,
            @NotNull(message = "is required") @Valid GatewayPatch body,
            @Context HttpHeaders headers) {
        return calls.change(kind, id, headers, gateway -> {
            if (body.name() != null) {
                gateway.name = body.name();
            }
            if (body.region() != null) {
                gateway.region = body.region().orElse(null);
            }
            if (body.publicIp() != null) {
                gateway.publicIp = canonical(body.publicIp().orElse(null));
            }
            if (body.metadata() != null) {
                gateway.metadata = Metadata.text(body.metadata().orElse(null));
            }
        });
    }

    @Operation(
            operationId = "deleteGateway",
            summary = "Delete a gateway",
            description = "The gateway's connection is closed with 4403.")
    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Path("/{id}")
    @Transactional
    public DeletedBody delete(@PathParam("id") UUID id, @Context HttpHeaders headers) {
        var gateway = gateways.locked(id).orElseThrow(() -> ApiException.notFound("gateway"));
        Versions.check(headers, gateway.version);
        gateways.delete(gateway);
        warning.add("gateway", gateway.managedBy);
        return new DeletedBody("Gateway deleted");
    }

    @Operation(
            operationId = "replaceGatewayApiKey",
            summary = "Replace the API key of a gateway",
            description = "The old key stops working at once, and a connection made with it is closed with 4403.")
    @APIResponseSchema(
            value = NewApiKey.class,
            responseCode = "200",
            responseDescription = "The new key, which is shown only in this response")
    @POST
    @RolesAllowed(Roles.ADMIN)
    @Path("/{id}/api-key")
    @Transactional
    public Response replaceApiKey(@PathParam("id") UUID id, @Context HttpHeaders headers) {
        return calls.replaceApiKey(kind, id, headers);
    }

    @Operation(
            operationId = "rotateGatewayWireguardKey",
            summary = "Start a WireGuard key rotation of a gateway",
            description = "Peers get the new public key once the gateway has confirmed receipt of the private key.")
    @APIResponseSchema(
            value = GatewayView.class,
            responseCode = "202",
            responseDescription = "The gateway; its keyDelivery shows the progress")
    @POST
    @RolesAllowed(Roles.ADMIN)
    @Path("/{id}/wireguard-key")
    @Transactional
    public Response rotateWireguardKey(@PathParam("id") UUID id, @Context HttpHeaders headers) {
        return calls.rotateWireguardKey(kind, id, headers);
    }

    private static @Nullable String canonical(@Nullable String publicIp) {
        return publicIp == null ? null : Addresses.canonical(publicIp).orElseThrow();
    }

    /**
     * The body of a creation.
     *
     * @param apiKey of a client that has its key already; null for a new one
     * @param metadata null for none
     */
    @RegisterForReflection
    record NewGateway(
            @NotNull(message = FieldRules.NAME_FAULT) @Pattern(regexp = FieldRules.NAME, message = FieldRules.NAME_FAULT) String name,

            @Nullable @Size(max = FieldRules.MAX_REGION) @Pattern(regexp = FieldRules.TEXT, message = FieldRules.TEXT_FAULT) String region,

            @Nullable @PublicIp String publicIp,

            @Nullable @Pattern(regexp = API_KEY, message = API_KEY_FAULT) String apiKey,

            @Nullable Metadata metadata) {
        @Nullable Secret secret() {
            return apiKey == null ? null : new Secret(apiKey);
        }

        /** Without the key. */
        @Override
        public String toString() {
            return "NewGateway[" + name + "]";
        }
    }

    /** A page of gateways. */
    @RegisterForReflection
    record GatewayList(
            List<GatewayView> gateways,
            long total,
            @Nullable String nextCursor) {}
}
