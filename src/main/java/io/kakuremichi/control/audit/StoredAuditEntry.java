package io.kakuremichi.control.audit;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** An entry as it is stored. It is only read as an entity: {@link AuditTable} inserts entries in batches. */
@Entity
@Immutable
@Table(name = "audit")
public class StoredAuditEntry extends PanacheEntityBase {
    @Id
    public UUID id;

    @Column(nullable = false)
    public Instant at;

    @Column(nullable = false)
    public String actor;

    public @Nullable String role;

    @Column(nullable = false)
    public String address;

    public @Nullable String method;

    @Column(nullable = false)
    public String action;

    public @Nullable String subject;

    @Column(nullable = false)
    public String outcome;

    public @Nullable Integer status;

    @Column(nullable = false)
    public long count;
}
