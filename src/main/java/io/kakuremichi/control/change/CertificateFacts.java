package io.kakuremichi.control.change;

import java.time.Instant;

/**
 * A certificate with its private key, as gateways get it. Never logged and never part of a {@link Change}: it is read
 * from its row when it is needed.
 *
 * @param certificate the chain, PEM
 * @param privateKey PEM
 */
public record CertificateFacts(String domain, String certificate, String privateKey, Instant expiresAt) {
    /** Shows the domain, never the key. */
    @Override
    public String toString() {
        return "CertificateFacts[" + domain + ", expires " + expiresAt + "]";
    }
}
