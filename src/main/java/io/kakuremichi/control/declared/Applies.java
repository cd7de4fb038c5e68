package io.kakuremichi.control.declared;

import io.kakuremichi.control.access.Caller;
import io.kakuremichi.control.access.Role;
import io.kakuremichi.control.audit.BulkAudit;
import io.kakuremichi.control.database.AdvisoryLocks;
import io.kakuremichi.control.declared.ApplyView.CreatedObject;
import io.kakuremichi.control.declared.Plan.Step;
import io.kakuremichi.control.document.DocumentFaultException;
import io.kakuremichi.control.document.ParsedDocument;
import io.kakuremichi.control.feed.ChangeLog;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.network.AddressBook;
import io.kakuremichi.control.rest.ApiException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Applies documents, one after the other on all replicas, each in one transaction.
 *
 * <p>Guarantees: a document is applied completely or not at all. After a deadlock, or when another call took a name between the
 * comparison and the insert, the transaction is rolled back and repeated from the comparison.
 */
@Singleton
class Applies {
    /** How long to wait for an apply of another replica, and for each row that another change has locked. */
    private static final String PATIENCE = "10s";

    private static final int MOST_ATTEMPTS = 3;
    private static final int MAX_DETAILS = 20;
    private static final String LOCK_TIMEOUT = "55P03";

    /** Deadlock, serialization failure, unique violation. */
    private static final Set<String> WORTH_ANOTHER_ATTEMPT = Set.of("40P01", "40001", "23505");

    private final DeclarationReader reader;
    private final StoredRows rows;
    private final LastDeclared last;
    private final Applying applying;
    private final BulkAudit audit;
    private final AddressBook addresses;
    private final ChangeLog log;
    private final EntityManager entities;

    Applies(
            DeclarationReader reader,
            StoredRows rows,
            LastDeclared last,
            Applying applying,
            BulkAudit audit,
            AddressBook addresses,
            ChangeLog log,
            EntityManager entities) {
        this.reader = reader;
        this.rows = rows;
        this.last = last;
        this.applying = applying;
        this.audit = audit;
        this.addresses = addresses;
        this.log = log;
        this.entities = entities;
    }

    /** A call: its options, and who made it. */
    record ApplyCall(RoutingContext routing, Caller caller, ApplyOptions options) {}

    /**
     * Reports what an apply would change.
     *
     * @param faults those of the document, to which the comparison adds its own
     * @throws DocumentRefusedException if there are faults
     * @throws ApiException POOL_EXHAUSTED if the address plan has not enough places
     */
    ApplyView plan(Declaration document, FaultList faults, ApplyCall call) {
        return QuarkusTransaction.requiringNew().call(() -> planned(document, faults, call.options));
    }

    /**
     * Applies a document, inside {@link #inTransaction}.
     *
     * @throws DocumentRefusedException if the comparison finds faults
     * @throws ApiException FORBIDDEN if the caller may not change what the document changes, POOL_EXHAUSTED if the address plan has not
     *     enough places
     */
    ApplyView apply(Declaration document, ApplyCall call) {
        oneAtATime();
        var stored = rows.read(document, call.options.lock());
        var before = last.of(document.manager());
        var faults = new FaultList();
        var plan = new Planner(document, stored, before, call.options, faults).plan();
        faults.check();
        checkRole(plan, call.caller);
        requirePlaces(plan);
        var created = applying.apply(plan, stored);
        last.keep(document.manager(), kept(plan, stored, before), call.caller.name());
        audit.record(
                call.routing,
                "%s: %s created, %s updated, %s deleted, %s released, %s unchanged"
                        .formatted(
                                document.manager(),
                                plan.count(PlannedAction.CREATE),
                                plan.count(PlannedAction.UPDATE),
                                plan.count(PlannedAction.DELETE),
                                plan.count(PlannedAction.RELEASE),
                                plan.count(PlannedAction.UNCHANGED)),
                parts(plan, created));
        entities.flush();
        // The last lock of the transaction, as for every change: the log continues from here when it commits.
        var changes = log.pendingChanges();
        var revision = revision(changes == 0 ? "" : "FOR UPDATE") + changes;
        return ApplyView.of(plan, false, revision, created);
    }

    /**
     * Runs the work in a transaction of its own, and again when it was rolled back because of other changes.
     *
     * @throws ApiException DUPLICATE if other changes interfere again and again, UNAVAILABLE if a lock is not free in time
     */
    <T> T inTransaction(Supplier<T> work) {
        return repeatedly(() -> QuarkusTransaction.requiringNew().call(work::get));
    }

    /** Reads a document; adds its faults to the list. */
    Declaration read(String text, boolean yaml, FaultList faults) {
        try {
            var parsed = yaml ? ParsedDocument.ofYaml(text, "") : ParsedDocument.ofJson(text, "");
            parsed.faults().forEach(faults::add);
            return reader.read(parsed.root(), faults);
        } catch (DocumentFaultException e) {
            faults.add(e.fault());
            faults.check();
            throw new IllegalStateException(e);
        }
    }

    private ApplyView planned(Declaration document, FaultList faults, ApplyOptions options) {
        var stored = rows.read(document, StoredRows.Lock.NONE);
        var plan = new Planner(document, stored, last.of(document.manager()), options, faults).plan();
        faults.check();
        requirePlaces(plan);
        return ApplyView.of(plan, true, revision(""), Map.of());
    }

    private void oneAtATime() {
        entities.createNativeQuery("SELECT set_config('lock_timeout', '" + PATIENCE + "', true)", String.class)
                .getSingleResult();
        AdvisoryLocks.untilCommit(entities, AdvisoryLocks.APPLIES);
    }

    /** In a dry run as well, and before anything is created, so that both answer the same. */
    private void requirePlaces(Plan plan) {
        addresses.requireSubnets(plan.places(DeclaredKind.AGENT));
        addresses.requireGatewayHosts(plan.places(DeclaredKind.GATEWAY));
    }

    private static void checkRole(Plan plan, Caller caller) {
        if (plan.role() != Role.ADMIN || caller.role() == Role.ADMIN) {
            return;
        }
        var details = new TreeMap<String, String>();
        plan.steps().stream()
                .filter(Step::needsAdmin)
                .limit(MAX_DETAILS)
                .forEach(step -> details.put(
                        step.path(),
                        "%s %s: %s"
                                .formatted(
                                        step.kind().word(),
                                        step.name(),
                                        step.action().word())));
        throw new ApiException(ApiErrorCode.FORBIDDEN, "Changes of agents and gateways need the role admin", details);
    }

    /** What the manager declares after this apply: the objects of this document, and earlier ones that remain. */
    private static Map<String, Map<String, String>> kept(
            Plan plan, StoredState stored, Map<String, ? extends Map<String, String>> before) {
        var kept = new TreeMap<String, Map<String, String>>();
        for (var kind : DeclaredKind.values()) {
            stored.of(kind)
                    .filter(object -> object.isManagedBy(plan.document().manager()))
                    .map(object -> LastDeclared.key(kind, object.state().name()))
                    .filter(before::containsKey)
                    .forEach(key -> kept.put(key, before.get(key)));
        }
        for (var step : plan.steps()) {
            var key = LastDeclared.key(step.kind(), step.name());
            if (step.declared() == null) {
                kept.remove(key);
            } else {
                kept.put(key, new LinkedHashMap<>(step.declared().fields()));
            }
        }
        return kept;
    }

    private static List<BulkAudit.Part> parts(Plan plan, Map<Step, CreatedObject> created) {
        return plan.steps().stream()
                .filter(step -> step.action() != PlannedAction.UNCHANGED)
                .map(step -> {
                    var object = created.get(step);
                    var id = object == null ? step.existing().id() : object.id();
                    return new BulkAudit.Part(
                            step.kind().word() + "." + step.action().word(), id.toString());
                })
                .toList();
    }

    private long revision(String lock) {
        return (Long) entities.createNativeQuery("SELECT revision FROM control_state " + lock, Long.class)
                .getSingleResult();
    }

    private static <T> T repeatedly(Supplier<T> attempt) {
        for (var left = MOST_ATTEMPTS; ; left--) {
            try {
                return attempt.get();
            } catch (RuntimeException e) {
                var state = sqlState(e);
                if (LOCK_TIMEOUT.equals(state)) {
                    throw ApplyTurns.busy();
                }
                if (!WORTH_ANOTHER_ATTEMPT.contains(state)) {
                    throw e;
                }
                if (left == 1) {
                    throw new ApiException(
                            ApiErrorCode.DUPLICATE,
                            "Other changes at the same time concern the same objects; apply the document again");
                }
            }
        }
    }

    private static String sqlState(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && e.getSQLState() != null) {
                return e.getSQLState();
            }
        }
        return "";
    }
}
