package io.kakuremichi.control.audit;

import io.kakuremichi.control.access.Roles;
import io.kakuremichi.control.rest.Compressible;
import io.kakuremichi.control.rest.PageRequest;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
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
@RolesAllowed(Roles.ADMIN)
class AuditResource {
    private final AuditRepository audit;

    AuditResource(AuditRepository audit) {
        this.audit = audit;
    }

    @Operation(
            operationId = "listAuditEntries",
            summary = "List audit entries",
            description = "Newest first. A filter that is left out matches every entry.")
    @GET
    @Compressible
    @Transactional
    public AuditList list(@BeanParam PageRequest page, @BeanParam AuditQuery asked) {
        var items =
                page.page(audit.rows(asked, page).stream().map(AuditView::of).toList(), AuditView::id);
        return new AuditList(items.items(), audit.count(asked), items.nextCursor());
    }

    /**
     * An entry as REST shows it.
     *
     * @param actor the name of a token, {@code oidc:} and a subject, {@code agent:}, {@code gateway:} or {@code enrollment-key:} and
     *     an id, {@code schedule}, or "nobody"
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
        static AuditView of(StoredAuditEntry entry) {
            return new AuditView(
                    entry.id,
                    entry.at,
                    entry.actor,
                    entry.role,
                    entry.address,
                    entry.method,
                    entry.action,
                    entry.subject,
                    AuditOutcome.named(entry.outcome),
                    entry.status,
                    entry.count);
        }
    }

    /** A page of the audit. */
    @RegisterForReflection
    record AuditList(
            List<AuditView> audit, long total, @Nullable String nextCursor) {}
}
