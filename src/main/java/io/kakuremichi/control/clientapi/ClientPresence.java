package io.kakuremichi.control.clientapi;

import io.kakuremichi.control.presence.ClientStatus;
import io.kakuremichi.control.rest.ApiException;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A client's presence for REST. Read-only: {@link Presence} alone writes the table. */
@Entity
@Immutable
@Table(name = "presence")
public class ClientPresence extends PanacheEntityBase {
    /** A condition of HQL: {@code p}, which may be missing, has the status that is the first parameter; true for all when that is null. */
    static final String OF_STATUS = "(%1$s = coalesce(?1, %1$s)) ".formatted(ClientStatus.OF_PRESENCE);

    @Id
    @Column(name = "client_id")
    public UUID clientId;

    /** Null for a gateway. */
    @Column(name = "agent_id")
    public @Nullable UUID agentId;

    /** Null for an agent. */
    @Column(name = "gateway_id")
    public @Nullable UUID gatewayId;

    @Column(name = "replica_id", nullable = false)
    public UUID replicaId;

    /** Of the newest connection. */
    @Column(name = "session_id", nullable = false)
    public UUID sessionId;

    @Column(name = "remote_address", nullable = false)
    public String remoteAddress;

    @Column(nullable = false)
    public boolean online;

    @Column(name = "connected_at", nullable = false)
    public Instant connectedAt;

    @Column(name = "last_seen_at", nullable = false)
    public Instant lastSeenAt;

    /** The last revision that was written to the client's socket. */
    @Column(nullable = false)
    public long revision;

    /** Whether the newest connection is sent what tunnels serve as proxies; null if a replica of the version before wrote it. */
    @Column(name = "receives_proxies")
    public @Nullable Boolean receivesProxies;

    /** Whether the client reports a problem. */
    @Column(nullable = false)
    public boolean trouble;

    @Column(name = "applied_revision")
    public @Nullable Long appliedRevision;

    @Column(name = "error_revision")
    public @Nullable Long errorRevision;

    @Column(name = "error_message")
    public @Nullable String errorMessage;

    @Column(name = "error_at")
    public @Nullable Instant errorAt;

    /**
     * Parses a list's {@code status} parameter; null selects all.
     *
     * @throws ApiException if the status is unknown
     */
    static @Nullable String parseStatus(@Nullable String status) {
        if (status == null || ClientStatus.ALL.contains(status)) {
            return status;
        }
        throw ApiException.invalid("status", "must be one of " + String.join(", ", ClientStatus.ALL));
    }

    String status() {
        return ClientStatus.of(online, trouble);
    }
}
