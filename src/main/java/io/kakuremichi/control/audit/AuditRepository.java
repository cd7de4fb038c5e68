package io.kakuremichi.control.audit;

import io.kakuremichi.control.rest.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The stored entries. */
@Singleton
class AuditRepository implements PanacheRepositoryBase<StoredAuditEntry, UUID> {
    /** The rows of a page, newest first. */
    List<StoredAuditEntry> rows(AuditQuery asked, PageRequest page) {
        var parameters = asked.parameters();
        parameters.put("before", page.before());
        return find("id < :before AND " + asked.where(), Sort.descending("id"), parameters)
                .page(0, page.rows())
                .list();
    }

    long count(AuditQuery asked) {
        return count(asked.where(), asked.parameters());
    }

    /** Returns the number of deleted entries. */
    long deleteBefore(Instant time) {
        return delete("at < ?1", time);
    }
}
