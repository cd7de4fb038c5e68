package io.kakuremichi.control.overview;

import io.kakuremichi.control.access.Roles;
import io.kakuremichi.control.rest.Compressible;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/overview}, {@code /api/topology} and {@code /api/system}: the console's first pages. */
@Path("/api")
@Tag(name = "overview")
@Produces(MediaType.APPLICATION_JSON)
@Compressible
@RolesAllowed(Roles.VIEWER)
class OverviewResource {
    private final OverviewReader overview;
    private final PictureReader picture;
    private final SystemReader system;

    OverviewResource(OverviewReader overview, PictureReader picture, SystemReader system) {
        this.overview = overview;
        this.picture = picture;
        this.system = system;
    }

    @Operation(
            operationId = "getOverview",
            summary = "Show the state of everything in numbers, and what is wrong",
            description = "As of at most a second ago, however many callers there are.")
    @GET
    @Path("/overview")
    public Overview overview() {
        return overview.read();
    }

    @Operation(
            operationId = "getTopology",
            summary = "Show gateways, agents and tunnels for a picture",
            description =
                    "Few clients are shown one by one, many in groups. An agent's group is the text `group` in its metadata if there is"
                            + " one, else the part of its name before a number. As of at most a second ago.")
    @GET
    @Path("/topology")
    public TopologyPicture topology() {
        return picture.read();
    }

    @Operation(
            operationId = "getSystem",
            summary = "Show the program, its replicas, its database and its settings",
            description = "Contains no secret: settings that hold one are left out.")
    @GET
    @Path("/system")
    public SystemState system() {
        return system.read();
    }
}
