package io.kakuremichi.control.tunnel;

import io.kakuremichi.control.access.Roles;
import io.kakuremichi.control.agent.Agent;
import io.kakuremichi.control.rest.ApiException;
import io.kakuremichi.control.rest.Compressible;
import io.kakuremichi.control.rest.PageRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/agents/{id}/tunnels} ({@code rest.md}). */
@Path("/api/agents/{id}/tunnels")
@Tag(name = "tunnels")
@Produces(MediaType.APPLICATION_JSON)
@Compressible
@RolesAllowed(Roles.VIEWER)
class AgentTunnelsResource {
    private final TunnelRepository tunnels;

    AgentTunnelsResource(TunnelRepository tunnels) {
        this.tunnels = tunnels;
    }

    @Operation(
            operationId = "listAgentTunnels",
            summary = "List the tunnels of an agent",
            description = "In order of creation.")
    @GET
    @Transactional
    public TunnelList list(@PathParam("id") UUID id, @BeanParam PageRequest page) {
        if (Agent.findById(id) == null) {
            throw ApiException.notFound("agent");
        }
        return tunnels.page(page, id, null);
    }
}
