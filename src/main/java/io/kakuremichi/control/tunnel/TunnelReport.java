package io.kakuremichi.control.tunnel;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** The last status that an agent reported for a tunnel. Read-only: {@link TunnelReports} alone writes the table. */
@Entity
@Immutable
@Table(name = "tunnel_reports")
public class TunnelReport extends PanacheEntityBase {
    @Id
    @Column(name = "tunnel_id")
    public UUID tunnelId;

    @Column(nullable = false)
    public String status;

    @Column(name = "reported_at", nullable = false)
    public Instant reportedAt;
}
