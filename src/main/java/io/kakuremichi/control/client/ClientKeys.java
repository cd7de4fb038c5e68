package io.kakuremichi.control.client;

import io.agroal.api.AgroalDataSource;
import io.kakuremichi.control.audit.Audit;
import io.kakuremichi.control.audit.AuditEntry;
import io.kakuremichi.control.audit.Outcome;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.config.KeyDeliveryMode;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.KeyRing;
import io.kakuremichi.control.credential.SealedColumn;
import io.kakuremichi.control.credential.Secret;
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
 * The life of clients' WireGuard keys ({@code protocol.md}, <i>Private keys</i>): made, delivered once, confirmed and then
 * deleted here, rotated, or taken over by the client.
 *
 * <p>Every step names the public key it is about, so that one that comes late, from a connection that is long gone, never
 * touches a pair made since.
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

    /** Gives a client that is being created its first pair. It must have its id. */
    public void first(ClientEntity client) {
        var pair = WireGuardKeyPair.generate();
        client.wireguardPublicKey = pair.publicKey();
        client.wireguardPrivateKey = seal(SealedColumn.key(client.type()), client, pair);
        client.keyDelivery = KeyDelivery.PENDING;
        client.keyChangedAt = now();
    }

    /**
     * Starts a rotation: a new pair is made for delivery, or the client is asked for one when it makes its own. The pair in use
     * stays until the new one is confirmed. Inside the caller's transaction, with the client locked.
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

    /** What the client's next configuration has to say, and as of which revision; empty for a client that is gone. */
    public Optional<Offered> offer(ClientType type, UUID id) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(
                        "SELECT %1$s, revision FROM %2$s CROSS JOIN control_state WHERE %2$s.id = ?"
                                .formatted(KeyOffers.COLUMNS, table(type)))) {
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
     * An offer as the database had it.
     *
     * @param revision where history stood
     */
    public record Offered(KeyOffer offer, long revision) {}

    /** The private key of that pair was written to a socket. Not a new version of the client: nothing people set changed. */
    public void delivered(ClientType type, UUID id, String publicKey, String address) {
        audit.record(AuditEntry.now(actor(type, id), address, "key.deliver", id.toString(), Outcome.SUCCESS));
        var sql = """
                UPDATE %s SET key_delivery = 'DELIVERED'
                WHERE id = ? AND key_delivery = 'PENDING' AND coalesce(next_public_key, wireguard_public_key) = ?
                """.formatted(table(type));
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            statement.setString(2, publicKey);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** The client has the private key of that pair: it comes into use, and Control's copy goes. Repeating is safe. */
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
            audit.record(AuditEntry.now(actor(type, id), address, "key.confirm", id.toString(), Outcome.SUCCESS));
        }
    }

    /**
     * The client made a pair of its own: its public key is stored and told, and whatever Control made for it goes.
     *
     * @param publicKey valid
     * @param address where the client connects from
     * @return false when another client has this key; then nothing changed
     */
    @Transactional
    public boolean adopt(ClientType type, UUID id, String publicKey, String address) {
        // Serializes adoptions, because no constraint spans the two tables.
        entities.createNativeQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))) AS locked")
                .setParameter("key", "public key " + publicKey)
                .getSingleResult();
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
        audit.record(AuditEntry.now(actor(type, id), address, "key.adopt", id.toString(), Outcome.SUCCESS));
        // What was offered on connections that are open is withdrawn.
        changes.fire(new Change.KeyOffered(id));
        return true;
    }

    /** The client, in the audit's words. */
    private static String actor(ClientType type, UUID id) {
        return type.wireName() + ":" + id;
    }

    private @Nullable ClientEntity locked(ClientType type, UUID id) {
        var entity = type == ClientType.AGENT ? "Agent" : "Gateway";
        return entities.createQuery("FROM " + entity + " WHERE id = :id", ClientEntity.class)
                .setParameter("id", id)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getSingleResultOrNull();
    }

    private static String table(ClientType type) {
        return type == ClientType.AGENT ? "agents" : "gateways";
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
