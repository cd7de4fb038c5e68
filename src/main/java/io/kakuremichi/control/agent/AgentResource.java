package io.kakuremichi.control.agent;

import io.kakuremichi.control.access.Roles;
import io.kakuremichi.control.client.NewApiKey;
import io.kakuremichi.control.clientapi.ClientCalls;
import io.kakuremichi.control.clientapi.ClientKind;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
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

/** {@code /api/agents} ({@code rest.md}). */
@Path("/api/agents")
@Tag(name = "agents")
@Produces(MediaType.APPLICATION_JSON)
@Audited
class AgentResource {
    private static final String API_KEY = "agt_[A-Za-z0-9]{32}";
    private static final String API_KEY_FAULT = "must be agt_ and 32 of A-Z a-z 0-9";

    private final ClientKind<Agent, AgentView> kind;
    private final ClientCalls calls;
    private final ManagedWarning warning;
    private final Agents agents;

    AgentResource(AgentRepository repository, ClientCalls calls, Agents agents, ManagedWarning warning) {
        this.kind = new ClientKind<>(ClientType.AGENT, "/api/agents", repository, AgentView::of);
        this.calls = calls;
        this.agents = agents;
        this.warning = warning;
    }

    @Operation(
            operationId = "createAgent",
            summary = "Create an agent",
            description = "The agent gets the lowest free subnet.")
    @APIResponseSchema(
            value = AgentView.class,
            responseCode = "201",
            responseDescription = "The agent with its API key, which is shown only in this response")
    @APIResponse(responseCode = "409", ref = "Exhausted")
    @POST
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Transactional
    public Response create(@NotNull(message = "is required") @Valid NewAgent body, @Context HttpHeaders headers) {
        return calls.create(
                kind,
                headers,
                body,
                () -> agents.create(
                        agent -> {
                            agent.name = body.name();
                            agent.metadata = Metadata.text(body.metadata());
                        },
                        body.secret()));
    }

    @Operation(operationId = "listAgents", summary = "List agents", description = "In order of creation.")
    @GET
    @Compressible
    @RolesAllowed(Roles.VIEWER)
    public AgentList list(
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
            @Parameter(description = "Only the agent with this name", example = "office") @QueryParam("name") @Nullable String name) {
        var found = calls.list(kind, page, status, name);
        return new AgentList(found.clients(), found.total(), found.nextCursor());
    }

    @Operation(operationId = "getAgent", summary = "Show an agent")
    @APIResponseSchema(value = AgentView.class, responseCode = "200", responseDescription = "The agent")
    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/{id}")
    public Response get(@PathParam("id") UUID id) {
        return calls.show(kind, id);
    }

    @Operation(
            operationId = "updateAgent",
            summary = "Change an agent",
            description = "Changes the given fields. An explicit null clears an optional field.")
    @APIResponseSchema(value = AgentView.class, responseCode = "200", responseDescription = "The changed agent")
    @APIResponse(responseCode = "409", ref = "Duplicate")
    @PATCH
    @RolesAllowed(Roles.ADMIN)
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(
            @PathParam("id") UUID id,
            @NotNull(message = "is required") @Valid AgentPatch body,
            @Context HttpHeaders headers) {
        return calls.change(kind, id, headers, agent -> {
            if (body.name() != null) {
                agent.name = body.name();
            }
            if (body.metadata() != null) {
                agent.metadata = Metadata.text(body.metadata().orElse(null));
            }
        });
    }

    @Operation(
            operationId = "deleteAgent",
            summary = "Delete an agent",
            description = "Deletes its tunnels as well. The agent's connection is closed with 4403.")
    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Path("/{id}")
    @Transactional
    public DeletedBody delete(@PathParam("id") UUID id, @Context HttpHeaders headers) {
        var agent = agents.lockedForDeletion(id).orElseThrow(() -> ApiException.notFound("agent"));
        Versions.check(headers, agent.version);
        var managers = agents.otherManagersOfTunnels(agent);
        var tunnels = agents.delete(agent);
        warning.add("agent", agent.managedBy);
        warning.addForTunnels(managers);
        return new DeletedBody("Agent deleted, and " + tunnels + " of its tunnels");
    }

    @Operation(
            operationId = "replaceAgentApiKey",
            summary = "Replace the API key of an agent",
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
            operationId = "rotateAgentWireguardKey",
            summary = "Start a WireGuard key rotation of an agent",
            description = "Peers get the new public key once the agent has confirmed receipt of the private key.")
    @APIResponseSchema(
            value = AgentView.class,
            responseCode = "202",
            responseDescription = "The agent; its keyDelivery shows the progress")
    @POST
    @RolesAllowed(Roles.ADMIN)
    @Path("/{id}/wireguard-key")
    @Transactional
    public Response rotateWireguardKey(@PathParam("id") UUID id, @Context HttpHeaders headers) {
        return calls.rotateWireguardKey(kind, id, headers);
    }

    /**
     * The body of a creation.
     *
     * @param apiKey of a client that has its key already; null for a new one
     * @param metadata null for none
     */
    @RegisterForReflection
    record NewAgent(
            @NotNull(message = FieldRules.NAME_FAULT) @Pattern(regexp = FieldRules.NAME, message = FieldRules.NAME_FAULT) String name,

            @Nullable @Pattern(regexp = API_KEY, message = API_KEY_FAULT) String apiKey,

            @Nullable Metadata metadata) {
        @Nullable Secret secret() {
            return apiKey == null ? null : new Secret(apiKey);
        }

        /** Without the key. */
        @Override
        public String toString() {
            return "NewAgent[" + name + "]";
        }
    }

    /** The body of a change. An explicit null clears the metadata. */
    @RegisterForReflection
    record AgentPatch(
            @Nullable @Pattern(regexp = FieldRules.NAME, message = FieldRules.NAME_FAULT) String name,

            @Nullable Optional<Metadata> metadata) {}

    /** A page of agents. */
    @RegisterForReflection
    record AgentList(
            List<AgentView> agents, long total, @Nullable String nextCursor) {}
}
