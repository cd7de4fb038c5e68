package io.kakuremichi.control.rest;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate that signs itself, and its key, as PEM. */
record SelfSigned(String certificate, String privateKey, Instant expiresAt, String fingerprint) {
    static final String ISSUER = "tests";

    static SelfSigned forDomain(String domain) {
        try {
            var keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
            var name = new X500Name("CN=" + ISSUER);
            var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            var expiresAt = now.plus(Duration.ofDays(90));
            var certificate = new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.valueOf(System.nanoTime()),
                            Date.from(now.minusSeconds(60)),
                            Date.from(expiresAt),
                            name,
                            keys.getPublic())
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.dNSName, domain)))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
            var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new SelfSigned(
                    pem(certificate),
                    pem(new JcaPKCS8Generator(keys.getPrivate(), null)),
                    expiresAt,
                    HexFormat.of().formatHex(digest));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first line of the key that is no heading. */
    String privateKeyLine() {
        return privateKey.lines().skip(1).findFirst().orElseThrow();
    }

    private static String pem(Object object) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
