package io.kakuremichi.control.credential;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * Certificates and private keys as PEM, in the forms that ACME clients write: PKCS#8, PKCS#1, SEC 1. No exception quotes
 * the text.
 */
public final class Pem {
    /** Windows programs write it; the parser would not see the first block behind it. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private Pem() {}

    /** All certificates, in their order; other blocks are skipped. Empty if the text is not PEM or a block is damaged. */
    public static List<X509Certificate> certificates(String pem) {
        var certificates = new ArrayList<X509Certificate>();
        try {
            for (var object : objects(pem)) {
                if (object instanceof X509CertificateHolder holder) {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // As a text without certificates; the parser's message would quote the input.
            certificates.clear();
        }
        return certificates;
    }

    /** The first private key, or empty if there is none that can be read without a passphrase. */
    public static Optional<PrivateKey> privateKey(String pem) {
        try {
            for (var object : objects(pem)) {
                switch (object) {
                    case PEMKeyPair pair -> {
                        return Optional.of(convert(pair.getPrivateKeyInfo()));
                    }
                    case PrivateKeyInfo info -> {
                        return Optional.of(convert(info));
                    }
                    default -> {
                        // "EC PARAMETERS" often comes before the key.
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            // No key, like a text without one; the parser's message may quote it.
        }
        return Optional.empty();
    }

    /** Whether there is a private key that needs a passphrase. */
    public static boolean hasEncryptedKey(String pem) {
        try {
            return objects(pem).stream()
                    .anyMatch(object ->
                            object instanceof PKCS8EncryptedPrivateKeyInfo || object instanceof PEMEncryptedKeyPair);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Signs with the private key and verifies with the public key, which works for every algorithm. */
    public static boolean belongs(PrivateKey key, X509Certificate certificate) {
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

    private static List<Object> objects(String pem) throws IOException {
        var text = pem.startsWith(BYTE_ORDER_MARK) ? pem.substring(1) : pem;
        try (var parser = new PEMParser(new StringReader(text))) {
            var objects = new ArrayList<Object>();
            for (var object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
            return objects;
        }
    }

    private static PrivateKey convert(PrivateKeyInfo info) throws PEMException {
        return new JcaPEMKeyConverter().getPrivateKey(info);
    }
}
