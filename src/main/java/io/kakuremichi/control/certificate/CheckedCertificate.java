package io.kakuremichi.control.certificate;

import io.kakuremichi.control.protocol.InvalidMessageException;
import io.kakuremichi.control.protocol.MessageErrorCode;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

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
        if (!belongs(privateKey(keyPem), certificate)) {
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
                            "\"certificate\" must be a chain of at most %d PEM certificates".formatted(MAX_CHAIN));
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

    private static PrivateKey privateKey(String pem) throws InvalidMessageException {
        try (var parser = new PEMParser(new StringReader(pem))) {
            for (var object = parser.readObject(); object != null; object = parser.readObject()) {
                switch (object) {
                    case PEMKeyPair pair -> {
                        return convert(pair.getPrivateKeyInfo());
                    }
                    case PrivateKeyInfo info -> {
                        return convert(info);
                    }
                    default -> {
                        // "EC PARAMETERS" often comes before the key.
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            // Rejected below; the parser's message may quote the key.
        }
        throw invalid("\"privateKey\" must be an unencrypted PEM private key");
    }

    private static PrivateKey convert(PrivateKeyInfo info) throws PEMException {
        return new JcaPEMKeyConverter().getPrivateKey(info);
    }

    /** Signs with the private key and verifies with the public key, which works for every algorithm. */
    private static boolean belongs(PrivateKey key, X509Certificate certificate) {
        var algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC", "ECDSA" -> "SHA256withECDSA";
                    case String other -> other;
                };
        try {
            var sample = certificate.getEncoded();
            var signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(sample);
            var verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(sample);
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException e) {
            // The keys have different algorithms, or the key cannot sign.
            return false;
        }
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
