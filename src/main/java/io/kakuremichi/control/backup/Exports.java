package io.kakuremichi.control.backup;

import io.kakuremichi.control.access.CurrentCaller;
import io.kakuremichi.control.audit.Audit;
import io.kakuremichi.control.audit.AuditEntry;
import io.kakuremichi.control.audit.AuditOutcome;
import io.kakuremichi.control.credential.KeyRing;
import io.kakuremichi.control.database.DirectConnections;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.http.ClientAddresses;
import io.kakuremichi.control.rest.ApiException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Starts backups, one at a time, because each keeps a transaction open for as long as its caller reads. */
@Singleton
class Exports {
    private static final String APPLICATION_NAME = "kakuremichi-control backup";
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final DirectConnections connections;
    private final KeyRing keys;
    private final Audit audit;
    private final ClientAddresses addresses;
    private final String version;
    private final Semaphore free = new Semaphore(1);

    Exports(
            KeyRing keys,
            Audit audit,
            ClientAddresses addresses,
            DirectConnections connections,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.connections = connections;
        this.keys = keys;
        this.audit = audit;
        this.addresses = addresses;
        this.version = version;
    }

    /**
     * Opens the snapshot; the export ends with the call.
     *
     * @throws ApiException if another backup is in progress, or a newer Control migrated the schema
     */
    Export begin(RoutingContext call) throws SQLException {
        if (!free.tryAcquire()) {
            throw new ApiException(ApiErrorCode.RATE_LIMITED, "Another backup is in progress, try again later");
        }
        try {
            var snapshot = Snapshot.of(connections.open(APPLICATION_NAME, SILENCE));
            if (snapshot.isOfNewerControl()) {
                snapshot.close();
                throw new ApiException(
                        ApiErrorCode.UNAVAILABLE,
                        "A newer version of Control has migrated the database; take the backup from a replica of that version");
            }
            return new Export(this, snapshot, call, addresses.of(call.request()).host());
        } catch (Throwable e) {
            free.release();
            throw e;
        }
    }

    KeyRing keys() {
        return keys;
    }

    String version() {
        return version;
    }

    /**
     * Allows the next backup.
     *
     * @param address the caller's address
     */
    void ended(RoutingContext call, String address, AuditOutcome outcome) {
        free.release();
        var caller = CurrentCaller.of(call);
        if (caller != null) {
            audit.record(new AuditEntry(
                    Instant.now(),
                    caller.name(),
                    caller.role(),
                    address,
                    call.request().method().name(),
                    "backup.create",
                    null,
                    outcome,
                    outcome == AuditOutcome.SUCCESS ? 200 : null,
                    1));
        }
    }
}
