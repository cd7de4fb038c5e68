package io.kakuremichi.control.client;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.audit.Audit;
import io.kakuremichi.control.audit.AuditEntry;
import io.kakuremichi.control.audit.AuditOutcome;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.config.KeyDeliveryMode;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.KeyRing;
import io.kakuremichi.control.credential.SealedColumn;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.database.AdvisoryLocks;
import io.kakuremichi.control.database.DatabaseException;
import io.kakuremichi.control.network.WireGuardKeyPair;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The life cycle of clients' WireGuard keys ({@code protocol.md}, <i>Private keys</i>): generated, delivered once,
 * confirmed and then deleted here, rotated, or replaced by the client's own.
 *
 * <p>Every step names the public key that it is about. A late step, from a connection that is already closed, therefore
 * never affects a newer key pair.
 */
@ApplicationScoped
public class ClientKeys {
    private final EntityManager entities;
    private final AgroalDataSource dataSource;
    private final KeyRing keys;
    private final KeyOffers offers;
    private final Event<Change> changes;
    private final Audit audit;
    private final boolean kept;

    ClientKeys(
            EntityManager entities,
            AgroalDataSource dataSource,
            KeyRing keys,
            KeyOffers offers,
            Event<Change> changes,
            Audit audit,
            ControlConfig config) {
        this.audit = audit;
        this.entities = entities;
        this.dataSource = dataSource;
        this.keys = keys;
        this.offers = offers;
        this.changes = changes;
        this.kept = config.keys().retain() || config.keys().delivery() == KeyDeliveryMode.ALWAYS;
    }

    /** Generates the first key pair of a new client. The client must have its id. */
    public void first(ClientEntity client) {
        var pair = WireGuardKeyPair.generate();
        client.wireguardPublicKey = pair.publicKey();
        client.wireguardPrivateKey = seal(SealedColumn.key(client.type()), client, pair);
        client.keyDelivery = KeyDelivery.PENDING;
        client.keyChangedAt = now();
    }

    /**
     * Starts a rotation: generates a key pair for delivery, or requests one from a client that generates its own. The
     * current pair stays in use until the new one is confirmed. Must be called inside a transaction with the client
     * locked.
     */
    public void rotate(ClientEntity client) {
        if (client.keyDelivery == KeyDelivery.OWN) {
            client.rotationRequested = true;
        } else {
            var pair = WireGuardKeyPair.generate();
            client.nextPublicKey = pair.publicKey();
            client.nextPrivateKey = seal(SealedColumn.nextKey(client.type()), client, pair);
            client.keyDelivery = KeyDelivery.PENDING;
        }
        changes.fire(new Change.KeyOffered(client.id));
    }

    private String seal(SealedColumn column, ClientEntity client, WireGuardKeyPair pair) {
        return keys.seal(new Secret(pair.privateKey()), column.of(client.id));
    }

    /** The keys for the client's next configuration and their revision; empty for a deleted client. */
    public Optional<Offered> offer(ClientType type, UUID id) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(
                        "SELECT %1$s, revision FROM %2$s CROSS JOIN control_state WHERE %2$s.id = ?"
                                .formatted(KeyOffers.COLUMNS, ClientTables.table(type)))) {
            statement.setObject(1, id);
            try (var row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new Offered(offers.of(type, id, row), row.getLong("revision")))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /**
     * An offer as read from the database.
     *
     * @param revision the revision at that moment
     */
    public record Offered(KeyOffer offer, long revision) {}

    /**
     * Records that this pair's private key was written to a socket. The client's version stays the same, because no
     * user data changed.
     */
    public void delivered(ClientType type, UUID id, String publicKey, String address) {
        audit.record(AuditEntry.now(actor(type, id), address, "key.deliver", id.toString(), AuditOutcome.SUCCESS));
        var sql = """
                UPDATE %s SET key_delivery = 'DELIVERED'
                WHERE id = ? AND key_delivery = 'PENDING' AND coalesce(next_public_key, wireguard_public_key) = ?
                """.formatted(ClientTables.table(type));
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            statement.setString(2, publicKey);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /**
     * Activates this key pair, which the client has confirmed, and deletes Control's copy of the private key.
     * Idempotent.
     */
    @Transactional
    public void confirm(ClientType type, UUID id, String publicKey, String address) {
        var client = locked(type, id);
        if (client == null) {
            return;
        }
        var before = client.keyDelivery;
        if (publicKey.equals(client.nextPublicKey) && client.nextPrivateKey != null) {
            var privateKey =
                    keys.open(client.nextPrivateKey, SealedColumn.nextKey(type).of(id));
            client.wireguardPublicKey = publicKey;
            client.wireguardPrivateKey =
                    kept ? keys.seal(privateKey, SealedColumn.key(type).of(id)) : null;
            client.nextPublicKey = null;
            client.nextPrivateKey = null;
            client.keyDelivery = KeyDelivery.CONFIRMED;
            client.keyChangedAt = now();
            changes.fire(client.updated());
        } else if (publicKey.equals(client.wireguardPublicKey)
                && client.nextPublicKey == null
                && client.keyDelivery != KeyDelivery.OWN
                && client.keyDelivery != KeyDelivery.CONFIRMED) {
            client.wireguardPrivateKey = kept ? client.wireguardPrivateKey : null;
            client.keyDelivery = KeyDelivery.CONFIRMED;
        }
        if (client.keyDelivery != before) {
            audit.record(AuditEntry.now(actor(type, id), address, "key.confirm", id.toString(), AuditOutcome.SUCCESS));
        }
    }

    /**
     * Stores the public key of a pair that the client generated, announces it, and deletes any pair that Control
     * generated.
     *
     * @param publicKey valid
     * @param address the address from which the client connects
     * @return false if another client has this key; then nothing changed
     */
    @Transactional
    public boolean adopt(ClientType type, UUID id, String publicKey, String address) {
        // Serializes adoptions, because no constraint spans the two tables.
        AdvisoryLocks.untilCommit(entities, "public key " + publicKey);
        var holders = (Number) entities.createNativeQuery("""
                        SELECT (SELECT count(*) FROM agents WHERE id <> :id AND :key IN (wireguard_public_key, next_public_key))
                             + (SELECT count(*) FROM gateways WHERE id <> :id AND :key IN (wireguard_public_key, next_public_key))
                        """)
                .setParameter("id", id)
                .setParameter("key", publicKey)
                .getSingleResult();
        if (holders.longValue() > 0) {
            return false;
        }
        var client = locked(type, id);
        if (client == null || client.keyDelivery == KeyDelivery.OWN && publicKey.equals(client.wireguardPublicKey)) {
            return true;
        }
        client.wireguardPublicKey = publicKey;
        client.wireguardPrivateKey = null;
        client.nextPublicKey = null;
        client.nextPrivateKey = null;
        client.keyDelivery = KeyDelivery.OWN;
        client.rotationRequested = false;
        client.keyChangedAt = now();
        changes.fire(client.updated());
        audit.record(AuditEntry.now(actor(type, id), address, "key.adopt", id.toString(), AuditOutcome.SUCCESS));
        // Withdraws the offer on open connections.
        changes.fire(new Change.KeyOffered(id));
        return true;
    }

    /** The client as an actor of the audit. */
    private static String actor(ClientType type, UUID id) {
        return type.wireName() + ":" + id;
    }

    private @Nullable ClientEntity locked(ClientType type, UUID id) {
        return entities.createQuery("FROM " + ClientTables.entity(type) + " WHERE id = :id", ClientEntity.class)
                .setParameter("id", id)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getSingleResultOrNull();
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
