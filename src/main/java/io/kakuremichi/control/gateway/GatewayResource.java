package io.kakuremichi.control.gateway;

import io.kakuremichi.control.access.Roles;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.client.ClientKeys;
import io.kakuremichi.control.client.NewApiKey;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.http.Addresses;
import io.kakuremichi.control.network.AddressBook;
import io.kakuremichi.control.presence.ClientPresence;
import io.kakuremichi.control.presence.ClientState;
import io.kakuremichi.control.presence.ClientStates;
import io.kakuremichi.control.rest.ApiException;
import io.kakuremichi.control.rest.Audited;
import io.kakuremichi.control.rest.DeletedBody;
import io.kakuremichi.control.rest.FieldRules;
import io.kakuremichi.control.rest.Idempotency;
import io.kakuremichi.control.rest.Metadata;
import io.kakuremichi.control.rest.PageRequest;
import io.kakuremichi.control.rest.ReplayableResponse;
import io.kakuremichi.control.rest.Versions;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
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
@RunOnVirtualThread
@Audited
class GatewayResource {
    private static final String FROM = "FROM Gateway g LEFT JOIN ClientPresence p ON p.clientId = g.id ";

    static final int MAX_REGION = 64;

    private final EntityManager entities;
    private final AddressBook addresses;
    private final Idempotency idempotency;
    private final ClientKeys keys;
    private final ClientStates states;
    private final Event<Change> changes;

    GatewayResource(
            EntityManager entities,
            AddressBook addresses,
            Idempotency idempotency,
            ClientKeys keys,
            ClientStates states,
            Event<Change> changes) {
        this.entities = entities;
        this.addresses = addresses;
        this.idempotency = idempotency;
        this.keys = keys;
        this.states = states;
        this.changes = changes;
    }

    @Operation(summary = "Create a gateway", description = "The gateway gets an address in the subnet of every agent.")
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
        return idempotency.once(headers, "POST /api/gateways", body, () -> create(body));
    }

    private ReplayableResponse create(NewGateway body) {
        var apiKey = Secret.newApiKey(ClientType.GATEWAY);
        var index = addresses.freeGatewayHost();
        var gateway = new Gateway();
        gateway.assignId();
        gateway.name = body.name();
        gateway.metadata = Metadata.EMPTY;
        gateway.region = body.region();
        gateway.publicIp = canonical(body.publicIp());
        gateway.setApiKey(apiKey);
        gateway.hostIndex = index;
        gateway.hostNumber = addresses.plan().gatewayHost(index);
        keys.first(gateway);
        gateway.persistAndFlush();
        changes.fire(new Change.GatewayCreated(gateway.facts()));
        return ReplayableResponse.created(
                "/api/gateways/" + gateway.id,
                gateway.version,
                GatewayView.of(gateway, ClientState.NEVER_SEEN, apiKey));
    }

    @Operation(summary = "List gateways", description = "In order of creation.")
    @GET
    @RolesAllowed(Roles.VIEWER)
    @Transactional
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
                    @Nullable String status) {
        var wantedStatus = ClientPresence.parseStatus(status);
        var found = entities.createQuery(
                        "SELECT g " + FROM + "WHERE g.id > :after AND " + ClientPresence.OF_STATUS + "ORDER BY g.id",
                        Gateway.class)
                .setParameter("after", page.after())
                .setParameter("status", wantedStatus)
                .setMaxResults(page.rows())
                .getResultList();
        var rows = states.each(found, (gateway, state) -> GatewayView.of(gateway, state, null));
        var total = entities.createQuery("SELECT count(g) " + FROM + "WHERE " + ClientPresence.OF_STATUS, Long.class)
                .setParameter("status", wantedStatus)
                .getSingleResult();
        var items = page.page(rows, GatewayView::id);
        return new GatewayList(items.items(), total, items.nextCursor());
    }

    @Operation(summary = "Show a gateway")
    @APIResponseSchema(value = GatewayView.class, responseCode = "200", responseDescription = "The gateway")
    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/{id}")
    @Transactional
    public Response get(@PathParam("id") UUID id) {
        Gateway gateway = Gateway.<Gateway>findByIdOptional(id).orElseThrow(() -> ApiException.notFound("gateway"));
        return single(gateway);
    }

    @Operation(
            summary = "Change a gateway",
            description = "Changes the given fields. An explicit null clears an optional field.")
    @APIResponseSchema(value = GatewayView.class, responseCode = "200", responseDescription = "The changed gateway")
    @PATCH
    @RolesAllowed(Roles.ADMIN)
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    public Response change(
            @PathParam("id") UUID id,
            @NotNull(message = "is required") @Valid GatewayPatch body,
            @Context HttpHeaders headers) {
        var gateway = locked(id);
        Versions.check(headers, gateway.version);
        var before = gateway.facts();
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
        entities.flush();
        if (!gateway.facts().equals(before)) {
            changes.fire(gateway.updated());
        }
        return single(gateway);
    }

    @Operation(summary = "Delete a gateway", description = "The gateway's connection is closed with 4403.")
    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Path("/{id}")
    @Transactional
    public DeletedBody delete(@PathParam("id") UUID id, @Context HttpHeaders headers) {
        var gateway = locked(id);
        Versions.check(headers, gateway.version);
        gateway.delete();
        changes.fire(new Change.GatewayDeleted(id));
        return new DeletedBody("Gateway deleted");
    }

    @Operation(
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
        return idempotency.once(headers, "POST /api/gateways/" + id + "/api-key", "", () -> {
            var gateway = locked(id);
            var apiKey = Secret.newApiKey(ClientType.GATEWAY);
            gateway.setApiKey(apiKey);
            entities.flush();
            changes.fire(gateway.updated());
            return ReplayableResponse.ok(new NewApiKey(apiKey.value()));
        });
    }

    @Operation(
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
        return idempotency.once(headers, "POST /api/gateways/" + id + "/wireguard-key", "", () -> {
            var gateway = locked(id);
            keys.rotate(gateway);
            entities.flush();
            return ReplayableResponse.accepted(view(gateway));
        });
    }

    /** Locked until the transaction ends, so that concurrent changes of one gateway are serialized. */
    private static Gateway locked(UUID id) {
        return Gateway.<Gateway>findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(() -> ApiException.notFound("gateway"));
    }

    private static @Nullable String canonical(@Nullable String publicIp) {
        return publicIp == null ? null : Addresses.canonical(publicIp).orElseThrow();
    }

    private Response single(Gateway gateway) {
        return Response.ok(view(gateway)).tag(Versions.tag(gateway.version)).build();
    }

    private GatewayView view(Gateway gateway) {
        return GatewayView.of(gateway, states.of(gateway), null);
    }

    /** The body of a creation. */
    @RegisterForReflection
    record NewGateway(
            @NotNull(message = FieldRules.NAME_FAULT) @Pattern(regexp = FieldRules.NAME, message = FieldRules.NAME_FAULT) String name,

            @Nullable @Size(max = MAX_REGION) @Pattern(regexp = FieldRules.TEXT, message = FieldRules.TEXT_FAULT) String region,

            @Nullable @PublicIp String publicIp) {}

    /** A page of gateways. */
    @RegisterForReflection
    record GatewayList(
            List<GatewayView> gateways,
            long total,
            @Nullable String nextCursor) {}
}
