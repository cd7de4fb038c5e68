package io.kakuremichi.control.backup;

import io.kakuremichi.control.access.CurrentCaller;
import io.kakuremichi.control.audit.Audit;
import io.kakuremichi.control.audit.AuditEntry;
import io.kakuremichi.control.audit.Outcome;
import io.kakuremichi.control.credential.KeyRing;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.http.ClientAddresses;
import io.kakuremichi.control.rest.ApiException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Begins backups for callers, one at a time: each keeps a transaction open for as long as the caller takes. */
@Singleton
class Exports {
    private static final String APPLICATION_NAME = "kakuremichi-control backup";
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final BackupDatabase server;
    private final KeyRing keys;
    private final Audit audit;
    private final ClientAddresses addresses;
    private final String version;
    private final Semaphore free = new Semaphore(1);

    Exports(
            KeyRing keys,
            Audit audit,
            ClientAddresses addresses,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> username,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
        this.server = new BackupDatabase(url, username, password);
        this.keys = keys;
        this.audit = audit;
        this.addresses = addresses;
        this.version = version;
    }

    /**
     * Opens the snapshot; from here on the export ends by itself with the call.
     *
     * @throws ApiException when another one is under way, or a newer Control changed the schema
     */
    Export begin(RoutingContext call) throws SQLException {
        if (!free.tryAcquire()) {
            throw new ApiException(ApiErrorCode.RATE_LIMITED, "A backup is being taken, try again when it is done");
        }
        try {
            var snapshot = Snapshot.of(server.connect(APPLICATION_NAME, SILENCE));
            if (snapshot.isOfNewerControl()) {
                snapshot.close();
                throw new ApiException(
                        ApiErrorCode.UNAVAILABLE,
                        "A newer Control changed the database; it knows how to take a backup of it, this one doesn't");
            }
            return new Export(this, snapshot, call, addresses.of(call.request()).host());
        } catch (SQLException | RuntimeException e) {
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
     * Lets the next one begin.
     *
     * @param address where the caller is
     */
    void ended(RoutingContext call, String address, Outcome outcome) {
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
                    outcome == Outcome.SUCCESS ? 200 : null,
                    1));
        }
    }
}
