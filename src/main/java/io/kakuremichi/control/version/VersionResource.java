package io.kakuremichi.control.version;

import io.kakuremichi.control.access.Roles;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/version}: for callers with a token only, because a version tells an attacker which defects to try. */
@Path("/api/version")
@Tag(name = "upkeep")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
@RolesAllowed(Roles.VIEWER)
class VersionResource {
    private final BuildVersion version = BuildVersion.current();

    @Operation(
            operationId = "getVersion",
            summary = "Show the version",
            description = "The running program, and the versions of the REST API and of the WebSocket protocol.")
    @GET
    public BuildVersion get() {
        return version;
    }
}
