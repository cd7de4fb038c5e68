package io.kakuremichi.control.audit;

import io.kakuremichi.control.access.Roles;
import io.kakuremichi.control.rest.PageRequest;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/audit} ({@code rest.md}): newest first. */
@Path("/api/audit")
@Tag(name = "audit")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.ADMIN)
class AuditResource {
    private final EntityManager entities;

    AuditResource(EntityManager entities) {
        this.entities = entities;
    }

    @Operation(
            operationId = "listAuditEntries",
            summary = "List audit entries",
            description = "Newest first. A filter that is left out matches every entry.")
    @GET
    @Transactional
    public AuditList list(@BeanParam PageRequest page, @BeanParam AuditQuery asked) {
        var query = entities.createNativeQuery(
                "SELECT * FROM audit WHERE id < :before AND " + asked.where() + " ORDER BY id DESC LIMIT :rows",
                Tuple.class);
        asked.bind(query);
        List<?> tuples = query.setParameter("before", page.before())
                .setParameter("rows", page.rows())
                .getResultList();
        var rows = tuples.stream().map(row -> AuditView.of((Tuple) row)).toList();
        var counting = entities.createNativeQuery("SELECT count(*) FROM audit WHERE " + asked.where());
        asked.bind(counting);
        var total = (Number) counting.getSingleResult();
        var items = page.page(rows, AuditView::id);
        return new AuditList(items.items(), total.longValue(), items.nextCursor());
    }

    /**
     * An entry as REST shows it.
     *
     * @param actor the name of a token, {@code oidc:} and a subject, or "nobody"
     * @param action such as {@code tunnel.create}
     * @param subject the id or name of the affected resource
     * @param count the number of occurrences, for entries that are counted
     */
    @RegisterForReflection
    record AuditView(
            UUID id,
            Instant at,
            String actor,
            @Nullable String role,
            String address,
            @Nullable String method,
            String action,
            @Nullable String subject,
            AuditOutcome outcome,
            @Nullable Integer status,
            long count) {
        static AuditView of(Tuple row) {
            return new AuditView(
                    row.get("id", UUID.class),
                    row.get("at", Instant.class),
                    row.get("actor", String.class),
                    row.get("role", String.class),
                    row.get("address", String.class),
                    row.get("method", String.class),
                    row.get("action", String.class),
                    row.get("subject", String.class),
                    AuditOutcome.named(row.get("outcome", String.class)),
                    row.get("status", Integer.class),
                    row.get("count", Long.class));
        }
    }

    /** A page of the audit. */
    @RegisterForReflection
    record AuditList(
            List<AuditView> audit, long total, @Nullable String nextCursor) {}
}
