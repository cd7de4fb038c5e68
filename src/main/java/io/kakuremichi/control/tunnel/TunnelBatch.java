package io.kakuremichi.control.tunnel;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.change.TunnelFacts;
import io.kakuremichi.control.database.DatabaseException;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** Deletes, changes and creates many tunnels with one flush, and announces them in this order. Must run inside a transaction. */
@Singleton
public class TunnelBatch {
    private static final int CHUNK = 500;

    private final TunnelRepository repository;
    private final AgroalDataSource dataSource;
    private final Event<Change> changes;

    TunnelBatch(TunnelRepository repository, AgroalDataSource dataSource, Event<Change> changes) {
        this.repository = repository;
        this.dataSource = dataSource;
        this.changes = changes;
    }

    /**
     * Deletes, changes and creates tunnels. The caller holds locks on all of them and on their agents.
     *
     * @param deleted ids
     * @param changed what sets the fields of each, by id; each sets at least one field to another value
     * @param created new ones with their ids
     * @param agentVirtualIps the address of each of their agents, by id
     * @throws org.hibernate.exception.ConstraintViolationException if a domain is in use
     */
    public void apply(
            List<UUID> deleted,
            Map<UUID, Consumer<Tunnel>> changed,
            List<Tunnel> created,
            Function<UUID, String> agentVirtualIps) {
        delete(deleted);
        var before = new ArrayList<Before>();
        var ids = List.copyOf(changed.keySet());
        for (var from = 0; from < ids.size(); from += CHUNK) {
            for (var tunnel :
                    repository.list("id IN ?1 ORDER BY id", ids.subList(from, Math.min(ids.size(), from + CHUNK)))) {
                before.add(new Before(tunnel, tunnel.agentId, tunnel.facts(agentVirtualIps.apply(tunnel.agentId))));
            }
        }
        before.forEach(
                each -> Objects.requireNonNull(changed.get(each.tunnel.id)).accept(each.tunnel));
        repository.persist(created);
        repository.flush();
        before.forEach(each -> changes.fire(each.change(agentVirtualIps)));
        created.forEach(
                tunnel -> changes.fire(new Change.TunnelCreated(tunnel.facts(agentVirtualIps.apply(tunnel.agentId)))));
    }

    private void delete(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return;
        }
        try (var connection = dataSource.getConnection();
                var statement =
                        connection.prepareStatement("DELETE FROM tunnels WHERE id = ANY(?) RETURNING id, agent_id")) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    changes.fire(new Change.TunnelDeleted(row.getObject(1, UUID.class), row.getObject(2, UUID.class)));
                }
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** A tunnel before its fields were set. */
    private record Before(Tunnel tunnel, UUID agentId, TunnelFacts facts) {
        Change change(Function<UUID, String> agentVirtualIps) {
            var after = tunnel.facts(agentVirtualIps.apply(tunnel.agentId));
            return new Change.TunnelUpdated(after, agentId, after.equals(facts));
        }
    }
}
