package io.kakuremichi.control.clientapi;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A replica's name for REST. Read-only: presence alone writes the table. */
@Entity
@Immutable
@Table(name = "replicas")
public class ReplicaRow {
    @Id
    public UUID id;

    @Column(nullable = false)
    public String name;
}
