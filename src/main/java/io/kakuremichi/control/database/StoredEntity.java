package io.kakuremichi.control.database;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreUpdate;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** What all entities have: an id that sorts by creation, an optimistic version, times. */
@MappedSuperclass
public abstract class StoredEntity extends PanacheEntityBase {
    @Id
    public UUID id;

    @Version
    @Column(nullable = false)
    public int version;

    @Column(name = "created_at", nullable = false)
    public Instant createdAt;

    @Column(name = "updated_at", nullable = false)
    public Instant updatedAt;

    /**
     * Gives a new entity its id: a {@link TimeOrderedId}. Not left to the persistence
     * provider, because secrets are sealed for the id before the entity is persisted.
     */
    public void assignId() {
        id = TimeOrderedId.next();
    }

    @PrePersist
    void created() {
        createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        updatedAt = createdAt;
    }

    @PreUpdate
    void updated() {
        updatedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
