package io.kakuremichi.control.events;

import io.kakuremichi.control.access.CurrentCaller;
import io.kakuremichi.control.access.Roles;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/events} ({@code events.md}). The response is written by {@link EventReader}: the framework's own Server-Sent Events would
 * serialise each event for each reader, and offer no way to see what waits for a socket.
 */
@Path("/api/events")
@Tag(name = "events")
class EventsResource {
    private final EventReaders readers;
    private final CurrentVertxRequest request;

    EventsResource(EventReaders readers, CurrentVertxRequest request) {
        this.readers = readers;
        this.request = request;
    }

    @Operation(
            operationId = "followEvents",
            summary = "Follow changes and states as they happen",
            description =
                    "Server-Sent Events. The first event is `hello`; lists that are loaded after it are kept current by the events after"
                            + " it. `change` events have an id, by which a reader resumes without a gap, on any replica. After a `reset`, load"
                            + " the lists again. A stream ends when its token is no longer valid.")
    @APIResponse(
            responseCode = "200",
            description = "The stream, which does not end by itself",
            headers =
                    @Header(
                            name = "X-Accel-Buffering",
                            description = "Proxies must not buffer the stream",
                            required = true,
                            schema = @Schema(type = SchemaType.STRING, pattern = "^no$", examples = "no")),
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", ref = "Invalid")
    @APIResponse(responseCode = "503", ref = "NoStream")
    @GET
    @RolesAllowed(Roles.VIEWER)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Uni<String> follow(
            @Parameter(
                            description =
                                    "Only events of these types, separated by commas; `hello` and `reset` are always sent",
                            example = "tunnel_create,tunnel_update,tunnel_delete")
                    @QueryParam("types")
                    @Nullable String types,
            @Parameter(
                            description =
                                    "The id of the last event that was received. The stream then begins with the changes after it, or"
                                            + " with a `reset` if these are not known.",
                            example = "8f14e45f-ceea-467f-a34f-1cbbc0a4c5b1:41")
                    @HeaderParam("Last-Event-ID")
                    @Nullable String lastEventId) {
        var selected = EventType.parse(types);
        var call = request.getCurrent();
        if (call.request().method().equals(HttpMethod.HEAD)) {
            EventReader.setHeaders(call.response());
            return Uni.createFrom().item("");
        }
        var caller = Objects.requireNonNull(CurrentCaller.of(call));
        var lastId = lastEventId == null || lastEventId.isEmpty() ? null : lastEventId;
        var reader = readers.open(call.request(), caller.credential(), selected, lastId);
        call.addEndHandler(ended -> reader.execute(EventReader::closed));
        return Uni.createFrom().completionStage(reader.answered()).replaceWith((String) null);
    }
}
