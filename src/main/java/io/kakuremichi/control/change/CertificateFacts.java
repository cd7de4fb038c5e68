package io.kakuremichi.control.change;

import java.time.Instant;

/**
 * A certificate with its private key, for gateways. Never logged and never part of a {@link Change}; it is read from
 * its row when needed.
 *
 * @param certificate the chain, PEM
 * @param privateKey PEM
 */
public record CertificateFacts(String domain, String certificate, String privateKey, Instant expiresAt) {
    /** Prints the domain only. */
    @Override
    public String toString() {
        return "CertificateFacts[" + domain + ", expires " + expiresAt + "]";
    }
}
