package io.kakuremichi.control.feed;

import io.kakuremichi.control.change.CertificateFacts;
import io.kakuremichi.control.credential.KeyRing;
import io.kakuremichi.control.credential.SealedColumn;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads certificates and unseals their private keys. */
@Singleton
class CertificateRows {
    private static final Logger LOG = Logger.getLogger(CertificateRows.class);

    private final KeyRing keys;

    CertificateRows(KeyRing keys) {
        this.keys = keys;
    }

    /** Returns null if the key cannot be unsealed, so that the other certificates are still delivered. */
    @Nullable CertificateFacts of(ResultSet row) throws SQLException {
        var domain = row.getString("domain");
        try {
            var context = SealedColumn.CERTIFICATE_KEY.of(row.getObject("id", UUID.class));
            return new CertificateFacts(
                    domain,
                    row.getString("certificate"),
                    keys.open(row.getString("private_key"), context).value(),
                    row.getObject("expires_at", OffsetDateTime.class).toInstant());
        } catch (KeyRing.SealBrokenException e) {
            LOG.errorf("The certificate of %s is left out: %s", domain, e.getMessage());
            return null;
        }
    }
}
