package io.kakuremichi.control.client;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.config.KeyDeliveryMode;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.KeyRing;
import io.kakuremichi.control.credential.SealedColumn;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Determines the keys in a client's configuration. */
@Singleton
public class KeyOffers {
    /** The columns that {@link #of(ClientType, UUID, ResultSet)} reads. */
    public static final String COLUMNS =
            "wireguard_public_key, wireguard_private_key, next_public_key, next_private_key, "
                    + "key_delivery, rotation_requested";

    private final KeyRing keys;
    private final boolean always;

    KeyOffers(KeyRing keys, ControlConfig config) {
        this.keys = keys;
        this.always = config.keys().delivery() == KeyDeliveryMode.ALWAYS;
    }

    /**
     * Reads a row with {@link #COLUMNS}.
     *
     * @throws KeyRing.SealBrokenException if the stored key cannot be opened
     */
    public KeyOffer of(ClientType type, UUID id, ResultSet row) throws SQLException {
        var delivery = KeyDelivery.valueOf(row.getString("key_delivery"));
        if (delivery == KeyDelivery.OWN) {
            return new KeyOffer(null, null, row.getBoolean("rotation_requested"));
        }
        var next = row.getString("next_private_key");
        if (next != null) {
            return offer(next, SealedColumn.nextKey(type), id, row.getString("next_public_key"));
        }
        var current = row.getString("wireguard_private_key");
        if (current == null || delivery == KeyDelivery.CONFIRMED && !always) {
            return KeyOffer.NONE;
        }
        return offer(current, SealedColumn.key(type), id, row.getString("wireguard_public_key"));
    }

    /** The public key of a client that generates its own keys, else null. Reads a row with {@link #COLUMNS}. */
    public static @Nullable String ownKey(ResultSet row) throws SQLException {
        return KeyDelivery.valueOf(row.getString("key_delivery")) == KeyDelivery.OWN
                ? row.getString("wireguard_public_key")
                : null;
    }

    private KeyOffer offer(String sealed, SealedColumn column, UUID id, @Nullable String publicKey) {
        return new KeyOffer(keys.open(sealed, column.of(id)), publicKey, false);
    }
}
