package io.kakuremichi.control.certificate;

import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.credential.KeyRing;
import io.kakuremichi.control.credential.SealedColumn;
import io.kakuremichi.control.protocol.ClientMessage;
import io.kakuremichi.control.protocol.InvalidMessageException;
import io.kakuremichi.control.protocol.MessageErrorCode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;

/** Stores the certificates that gateways obtain. */
@Singleton
public class CertificateIntake {
    private final CertificateRepository certificates;
    private final KeyRing keys;
    private final Event<Change> changes;

    CertificateIntake(CertificateRepository certificates, KeyRing keys, Event<Change> changes) {
        this.certificates = certificates;
        this.keys = keys;
        this.changes = changes;
    }

    /**
     * Validates a certificate and stores it for all gateways. The newest one wins; a certificate that is already stored
     * changes nothing. Blocks until the commit.
     *
     * @throws InvalidMessageException if a check fails; then nothing is stored
     */
    public void obtained(UUID gatewayId, ClientMessage.CertificateObtained message) throws InvalidMessageException {
        var domain = message.domain().toLowerCase(Locale.ROOT);
        var checked = CheckedCertificate.of(
                domain, message.certificate(), message.privateKey().value(), Instant.now());
        var known = QuarkusTransaction.requiringNew().call(() -> store(gatewayId, domain, message, checked));
        if (!known) {
            throw new InvalidMessageException(MessageErrorCode.FORBIDDEN, "\"domain\" does not belong to a tunnel");
        }
    }

    private boolean store(
            UUID gatewayId, String domain, ClientMessage.CertificateObtained message, CheckedCertificate checked) {
        certificates.serialize(domain);
        if (!certificates.isOfTunnel(domain)) {
            return false;
        }
        var stored = certificates.locked(domain).orElseGet(CertificateIntake::fresh);
        if (checked.fingerprint().equals(stored.fingerprint)) {
            return true;
        }
        stored.domain = domain;
        stored.certificate = message.certificate();
        stored.expiresAt = checked.expiresAt();
        stored.issuer = checked.issuer();
        stored.fingerprint = checked.fingerprint();
        stored.autoRenew = true;
        stored.lastRenewedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        stored.obtainedBy = gatewayId;
        stored.privateKey = keys.seal(message.privateKey(), SealedColumn.CERTIFICATE_KEY.of(stored.id));
        certificates.persist(stored);
        changes.fire(new Change.CertificateStored(domain, gatewayId));
        return true;
    }

    private static Certificate fresh() {
        var certificate = new Certificate();
        certificate.assignId();
        return certificate;
    }
}
