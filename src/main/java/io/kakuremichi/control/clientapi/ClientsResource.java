package io.kakuremichi.control.clientapi;

import io.kakuremichi.control.access.Roles;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.presence.LiveSessions;
import io.kakuremichi.control.rest.ApiException;
import io.kakuremichi.control.rest.Compressible;
import io.kakuremichi.control.rest.Ids;
import io.kakuremichi.control.rest.PageRequest;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/clients} ({@code rest.md}): the connected clients of all replicas. */
@Path("/api/clients")
@Tag(name = "clients")
@Produces(MediaType.APPLICATION_JSON)
@Compressible
@RolesAllowed(Roles.VIEWER)
class ClientsResource {
    private final ConnectedClients connected;
    private final ClientStates states;
    private final LiveSessions sessions;

    ClientsResource(ConnectedClients connected, ClientStates states, LiveSessions sessions) {
        this.connected = connected;
        this.states = states;
        this.sessions = sessions;
    }

    @Operation(
            operationId = "listClients",
            summary = "List connected clients",
            description = "Agents and gateways that are connected to any replica.")
    @GET
    public ClientList list(
            @BeanParam PageRequest page,
            @Parameter(
                            description = "Only the agent or gateway with this id",
                            example = "019aaf6b-6d50-7c00-8a2b-2f0c8d4e1a77",
                            schema = @Schema(type = SchemaType.STRING, format = "uuid"))
                    @QueryParam("id")
                    @Nullable String id) {
        var only = id == null ? null : parse(id);
        // Its transaction ends before the topology is waited for, see ClientCalls.
        var read = connected.read(page, only);
        var rows = read.clients();
        var wanted = new HashMap<UUID, @Nullable Long>();
        var presences = rows.stream()
                .map(ConnectedClients.Row::presence)
                .collect(Collectors.toMap(presence -> presence.clientId, presence -> presence));
        for (var type : ClientType.values()) {
            wanted.putAll(states.wanted(type, ids(rows, type), presences));
        }
        var clients = rows.stream()
                .map(row -> ConnectedClient.of(row, sessions.now(row.presence().sessionId), wanted.get(row.id())))
                .toList();
        return new ClientList(clients, read.total(), read.nextCursor());
    }

    private static UUID parse(String id) {
        return Ids.parse(id).orElseThrow(() -> ApiException.invalid("id", Ids.FAULT));
    }

    private static List<UUID> ids(List<ConnectedClients.Row> rows, ClientType type) {
        return rows.stream()
                .filter(row -> row.type() == type)
                .map(ConnectedClients.Row::id)
                .toList();
    }

    /**
     * A connected client as REST shows it.
     *
     * @param lastHeartbeat the time of the last message, exact or recent like {@code revision}
     * @param replica the name of the replica that holds the connection
     * @param revision the last revision written to the client's socket: up to now if the answering replica holds the
     *     connection, else up to the last batch of the replica that does, some seconds ago
     * @param revisionWanted see {@link ClientState}, as for the next two
     */
    @RegisterForReflection
    record ConnectedClient(
            UUID id,
            String type,
            String name,
            Instant connectedAt,
            Instant lastHeartbeat,
            String remoteAddress,
            @Nullable String replica,
            long revision,
            @Nullable Long revisionWanted,
            @Nullable Long revisionApplied,
            ClientState.@Nullable LastError lastError) {
        /** @param live the state of the connection, if this replica holds it */
        static ConnectedClient of(ConnectedClients.Row row, LiveSessions.@Nullable Touch live, @Nullable Long wanted) {
            var presence = row.presence();
            var state = ClientState.of(presence, wanted);
            return new ConnectedClient(
                    row.id(),
                    row.type().wireName(),
                    row.name(),
                    presence.connectedAt,
                    live == null ? presence.lastSeenAt : live.lastSeen(),
                    presence.remoteAddress,
                    row.replica(),
                    live == null ? presence.revision : live.revision(),
                    wanted,
                    state.revisionApplied(),
                    state.lastError());
        }
    }

    /** A page of connected clients. */
    @RegisterForReflection
    record ClientList(
            List<ConnectedClient> clients,
            long total,
            @Nullable String nextCursor) {}
}
