package io.kakuremichi.control.events;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.events.EventItems.ClientError;
import io.kakuremichi.control.events.EventItems.ClientItem;
import io.kakuremichi.control.events.EventItems.ReplicaItem;
import io.kakuremichi.control.events.EventItems.TunnelStatusItem;
import io.kakuremichi.control.presence.ClientStatus;
import io.kakuremichi.control.topology.Sequencer;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads state that is not in the change log. Blocks. Plain JDBC: one statement about many rows of two tables, which other packages
 * own, and whose rows are not needed as entities.
 */
@Singleton
class StateTables {
    /** Events of one type are handed over in pieces, so that a change of thousands of clients is some hundred links of the chain. */
    private static final int PIECE = 16 * 1024;

    private static final String CLIENTS = """
            SELECT p.client_id, p.agent_id IS NOT NULL AS is_agent, p.online, p.trouble, p.applied_revision,
                coalesce(p.receives_proxies, true) AS receives_proxies, p.error_revision, p.error_message, p.error_at,
                r.name AS replica
            FROM presence p LEFT JOIN replicas r ON r.id = p.replica_id AND p.online
            WHERE p.client_id = ANY (?::uuid[]) OR ? AND p.agent_id IS NOT NULL OR ? AND p.gateway_id IS NOT NULL
            """;

    private static final String TUNNELS =
            "SELECT tunnel_id, status, reported_at FROM tunnel_reports WHERE ? OR tunnel_id = ANY (?::uuid[])";

    private static final String REPLICAS = "SELECT id, name, stopping FROM replicas ORDER BY name, id";

    private final AgroalDataSource dataSource;
    private final Sequencer sequencer;

    StateTables(AgroalDataSource dataSource, Sequencer sequencer) {
        this.dataSource = dataSource;
        this.sequencer = sequencer;
    }

    /** Reads the state of these objects, and passes it on as bytes of events of one type. */
    void read(WrittenState written, BiConsumer<EventType, byte[]> events) throws SQLException {
        if (written.hasClients()) {
            clients(written, events);
        }
        if (written.hasTunnels()) {
            tunnels(written, events);
        }
        if (written.replicas) {
            replicas(events);
        }
    }

    private void clients(WrittenState written, BiConsumer<EventType, byte[]> events) throws SQLException {
        var rows = new ArrayList<ClientRow>();
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(CLIENTS)) {
            set(statement, 1, written.clients);
            statement.setBoolean(2, written.allAgents);
            statement.setBoolean(3, written.allGateways);
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(ClientRow.of(row));
                }
            }
        }
        var wanted = wanted(rows);
        var pieces = new Pieces(EventType.CLIENT, events);
        var now = Instant.now();
        rows.forEach(row -> pieces.add(EventFrames.state(EventType.CLIENT, now, row.item(wanted.get(row.id())))));
        pieces.flush();
    }

    /** After the rows were read: a client that applied a revision is not shown with an older one as wanted. */
    private Map<UUID, Long> wanted(List<ClientRow> rows) {
        return sequencer
                .<Map<UUID, Long>>read(topology -> {
                    var wanted = new HashMap<UUID, Long>();
                    rows.forEach(row ->
                            wanted.put(row.id(), topology.wantedBy(row.type(), row.id(), row.receivesProxies())));
                    return wanted;
                })
                .join();
    }

    private void tunnels(WrittenState written, BiConsumer<EventType, byte[]> events) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(TUNNELS)) {
            statement.setBoolean(1, written.allTunnels);
            set(statement, 2, written.tunnels);
            try (var row = statement.executeQuery()) {
                var pieces = new Pieces(EventType.TUNNEL_STATUS, events);
                while (row.next()) {
                    pieces.add(EventFrames.state(
                            EventType.TUNNEL_STATUS,
                            time(row, "reported_at"),
                            new TunnelStatusItem(row.getObject("tunnel_id", UUID.class), row.getString("status"))));
                }
                pieces.flush();
            }
        }
    }

    private void replicas(BiConsumer<EventType, byte[]> events) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(REPLICAS);
                var row = statement.executeQuery()) {
            var replicas = new ArrayList<ReplicaItem>();
            while (row.next()) {
                replicas.add(new ReplicaItem(
                        row.getObject("id", UUID.class), row.getString("name"), row.getBoolean("stopping")));
            }
            events.accept(EventType.REPLICAS, EventFrames.state(EventType.REPLICAS, Instant.now(), replicas));
        }
    }

    private static void set(PreparedStatement statement, int index, Collection<UUID> ids) throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf("uuid", ids.toArray()));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private record ClientRow(
            UUID id,
            ClientType type,
            boolean online,
            boolean trouble,
            @Nullable Long applied,
            boolean receivesProxies,
            @Nullable ClientError error,
            @Nullable String replica) {
        static ClientRow of(ResultSet row) throws SQLException {
            var hasError = row.getObject("error_revision") != null && row.getObject("error_at") != null;
            return new ClientRow(
                    row.getObject("client_id", UUID.class),
                    row.getBoolean("is_agent") ? ClientType.AGENT : ClientType.GATEWAY,
                    row.getBoolean("online"),
                    row.getBoolean("trouble"),
                    row.getObject("applied_revision", Long.class),
                    row.getBoolean("receives_proxies"),
                    hasError
                            ? new ClientError(
                                    row.getLong("error_revision"),
                                    String.valueOf(row.getString("error_message")),
                                    time(row, "error_at").toString())
                            : null,
                    row.getString("replica"));
        }

        ClientItem item(@Nullable Long wanted) {
            var status = ClientStatus.of(online, trouble);
            return new ClientItem(id, type.wireName(), online, status, applied, wanted, error, replica);
        }
    }

    private static final class Pieces {
        private final EventType type;
        private final BiConsumer<EventType, byte[]> events;
        private final ByteArrayOutputStream piece = new ByteArrayOutputStream();

        Pieces(EventType type, BiConsumer<EventType, byte[]> events) {
            this.type = type;
            this.events = events;
        }

        void add(byte[] event) {
            piece.writeBytes(event);
            if (piece.size() >= PIECE) {
                flush();
            }
        }

        void flush() {
            if (piece.size() > 0) {
                events.accept(type, piece.toByteArray());
                piece.reset();
            }
        }
    }
}
