package io.kakuremichi.control.certificate;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/** A certificate as REST shows it, without its private key. */
@RegisterForReflection
record CertificateView(
        String domain, Instant expiresAt, boolean autoRenew, Instant lastRenewedAt, String issuer, String fingerprint) {
    static CertificateView of(Certificate certificate) {
        return new CertificateView(
                certificate.domain,
                certificate.expiresAt,
                certificate.autoRenew,
                certificate.lastRenewedAt,
                certificate.issuer,
                certificate.fingerprint);
    }
}
