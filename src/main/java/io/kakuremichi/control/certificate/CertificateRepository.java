package io.kakuremichi.control.certificate;

import io.kakuremichi.control.database.AdvisoryLocks;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The stored certificates. */
@Singleton
class CertificateRepository implements PanacheRepositoryBase<Certificate, UUID> {
    /** The certificate of a domain, in any case. */
    Optional<Certificate> of(String domain) {
        return find("domain", domain.toLowerCase(Locale.ROOT)).singleResultOptional();
    }

    /** The certificate of a domain, in any case; no other transaction can change it until this one ends. */
    Optional<Certificate> locked(String domain) {
        return find("domain", domain.toLowerCase(Locale.ROOT))
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .singleResultOptional();
    }

    /** Lets one transaction at a time store a certificate of a domain: there may be no row to lock yet. */
    void serialize(String domain) {
        AdvisoryLocks.untilCommit(getEntityManager(), "certificate " + domain);
    }

    /** Whether a tunnel has exactly this domain. */
    boolean isOfTunnel(String domain) {
        return count("FROM Tunnel WHERE domain = ?1", domain) > 0;
    }
}
