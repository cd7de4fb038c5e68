package io.kakuremichi.control.presence;

import io.kakuremichi.control.platform.ApiException;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A client's presence as REST shows it. Read only: {@link Presence} alone writes the table. */
@Entity
@Immutable
@Table(name = "presence")
public class ClientPresence extends PanacheEntityBase {
    @Id
    @Column(name = "client_id")
    public UUID clientId;

    @Column(nullable = false)
    public boolean online;

    @Column(name = "last_seen_at", nullable = false)
    public Instant lastSeenAt;

    /**
     * What a list's {@code status} parameter asks for: true, false, or null for both.
     *
     * @throws ApiException when it is neither {@code online} nor {@code offline}
     */
    public static @Nullable Boolean parseStatus(@Nullable String status) {
        return switch (status) {
            case null -> null;
            case "online" -> true;
            case "offline" -> false;
            default -> throw ApiException.invalid("status", "must be online or offline");
        };
    }

    /** {@code online} or {@code offline}; a client that never connected has no presence. */
    public static String status(@Nullable ClientPresence presence) {
        return presence != null && presence.online ? "online" : "offline";
    }

    /** When the client was last heard, or null when it never was. */
    public static @Nullable Instant lastSeenAt(@Nullable ClientPresence presence) {
        return presence == null ? null : presence.lastSeenAt;
    }
}
