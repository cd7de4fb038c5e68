package io.kakuremichi.control.tunnel;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.change.TunnelFacts;
import io.kakuremichi.control.database.DatabaseException;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.rest.ApiException;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.exception.ConstraintViolationException;

/** Deletes, changes and creates many tunnels with few statements, and announces them. Each call must run inside a transaction. */
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
     * Changes and creates tunnels with one flush, and announces them in this order. The caller holds locks on all of them and on their
     * agents.
     *
     * @param changed what sets the fields of each, by id; each sets at least one field to another value
     * @param created new ones with their ids
     * @param gone those of the changed ones that were announced as deleted; they are announced as created
     * @param agentVirtualIps the address of each of their agents, by id
     * @throws org.hibernate.exception.ConstraintViolationException if a domain is in use
     */
    public void write(
            Map<UUID, Consumer<Tunnel>> changed,
            List<Tunnel> created,
            Set<UUID> gone,
            Function<UUID, String> agentVirtualIps) {
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
        before.forEach(each -> changes.fire(
                gone.contains(each.tunnel.id) ? created(each.tunnel, agentVirtualIps) : each.change(agentVirtualIps)));
        created.forEach(tunnel -> changes.fire(created(tunnel, agentVirtualIps)));
    }

    /**
     * Creates tunnels with one flush, and announces them. Their agents cannot be deleted until the transaction ends.
     *
     * @param created new ones with their ids
     * @throws ApiException VALIDATION_ERROR if an agent was deleted meanwhile, DUPLICATE if a domain is in use
     */
    public void create(List<Tunnel> created) {
        var addresses = lockedAddresses(
                created.stream().map(tunnel -> tunnel.agentId).distinct().toArray());
        if (!created.stream().allMatch(tunnel -> addresses.containsKey(tunnel.agentId))) {
            throw ApiException.invalid("agentId", "no such agent");
        }
        try {
            write(Map.of(), created, Set.of(), agent -> Objects.requireNonNull(addresses.get(agent)));
        } catch (ConstraintViolationException e) {
            if (Tunnels.UNIQUE_DOMAIN.equals(e.getConstraintName())) {
                throw new ApiException(
                        ApiErrorCode.DUPLICATE,
                        "Another change created a tunnel for one of these domains at the same time");
            }
            throw e;
        }
    }

    private Map<UUID, String> lockedAddresses(Object[] agents) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(
                        "SELECT id, virtual_ip FROM agents WHERE id = ANY(?) ORDER BY id FOR KEY SHARE")) {
            statement.setArray(1, connection.createArrayOf("uuid", agents));
            var addresses = new HashMap<UUID, String>();
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    addresses.put(row.getObject(1, UUID.class), row.getString(2));
                }
            }
            return addresses;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static Change created(Tunnel tunnel, Function<UUID, String> agentVirtualIps) {
        return new Change.TunnelCreated(tunnel.facts(agentVirtualIps.apply(tunnel.agentId)));
    }

    /** Deletes tunnels. The caller holds locks on all of them. */
    public void delete(Collection<UUID> ids) {
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
