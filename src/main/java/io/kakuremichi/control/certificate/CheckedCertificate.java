package io.kakuremichi.control.certificate;

import io.kakuremichi.control.credential.Pem;
import io.kakuremichi.control.protocol.InvalidMessageException;
import io.kakuremichi.control.protocol.MessageErrorCode;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;

/**
 * A certificate that passed every check: both texts are PEM, the key matches the certificate, and the certificate
 * covers the domain and is currently valid.
 *
 * @param expiresAt from the certificate
 * @param fingerprint SHA-256, hex
 */
record CheckedCertificate(Instant expiresAt, String issuer, String fingerprint) {
    private static final int MAX_CHAIN = 10;

    /** The tag of a dNSName in GeneralName (RFC 5280, section 4.2.1.6). */
    private static final int DNS_NAME = 2;

    /**
     * Validates a certificate.
     *
     * @throws InvalidMessageException naming the first failed check; quotes nothing of the texts
     */
    static CheckedCertificate of(String domain, String certificatePem, String keyPem, Instant now)
            throws InvalidMessageException {
        if (certificatePem.indexOf('\0') >= 0 || keyPem.indexOf('\0') >= 0) {
            // PEM allows arbitrary text around its blocks, but PostgreSQL's text type does not accept this character.
            throw invalid("PEM must not contain U+0000");
        }
        var certificate = certificate(certificatePem);
        var key = Pem.privateKey(keyPem)
                .orElseThrow(() -> invalid("\"privateKey\" must be an unencrypted PEM private key"));
        if (!Pem.belongs(key, certificate)) {
            throw invalid("\"privateKey\" does not match \"certificate\"");
        }
        if (names(certificate).stream().noneMatch(name -> covers(name, domain))) {
            throw invalid("\"certificate\" does not cover \"domain\"");
        }
        if (certificate.getNotBefore().toInstant().isAfter(now)) {
            throw invalid("\"certificate\" is not valid yet");
        }
        if (!certificate.getNotAfter().toInstant().isAfter(now)) {
            throw invalid("\"certificate\" has expired");
        }
        return new CheckedCertificate(
                certificate.getNotAfter().toInstant(),
                certificate.getIssuerX500Principal().getName(),
                fingerprint(certificate));
    }

    private static X509Certificate certificate(String pem) throws InvalidMessageException {
        try (var parser = new PEMParser(new StringReader(pem))) {
            X509Certificate first = null;
            var count = 0;
            for (var object = parser.readObject(); object != null; object = parser.readObject()) {
                if (!(object instanceof X509CertificateHolder holder) || ++count > MAX_CHAIN) {
                    throw invalid(
                            "\"certificate\" must be a chain of at most %s PEM certificates".formatted(MAX_CHAIN));
                }
                var certificate = new JcaX509CertificateConverter().getCertificate(holder);
                first = first == null ? certificate : first;
            }
            if (first != null) {
                return first;
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // Rejected below, like a text without a certificate; the parser's message would quote the input.
        }
        throw invalid("\"certificate\" must be PEM");
    }

    private static List<String> names(X509Certificate certificate) throws InvalidMessageException {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.get(0).equals(DNS_NAME))
                            .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
                            .toList();
        } catch (GeneralSecurityException e) {
            throw invalid("\"certificate\" has unreadable names");
        }
    }

    /** A wildcard stands for exactly one label, the leftmost (RFC 6125, section 6.4.3). */
    private static boolean covers(String name, String domain) {
        if (name.equals(domain)) {
            return true;
        }
        var dot = domain.indexOf('.');
        return name.startsWith("*.")
                && dot > 0
                && !domain.startsWith("*.")
                && name.substring(1).equals(domain.substring(dot));
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate cannot be encoded", e);
        }
    }

    private static InvalidMessageException invalid(String fault) {
        return new InvalidMessageException(MessageErrorCode.INVALID_MESSAGE, fault);
    }
}
