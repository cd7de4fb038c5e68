package io.kakuremichi.control.certificate;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Makes self-signed certificates for tests. */
public final class Certificates {
    private static final AtomicLong SERIAL_NUMBERS = new AtomicLong();
    private static final KeyPair RSA = pair("RSA");
    private static final KeyPair EC = pair("EC");
    private static final KeyPair ED25519 = pair("Ed25519");

    private final KeyPair pair;
    private final String signature;
    private String[] names = {"shop.example"};
    private Instant notBefore = Instant.now().minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
    private Instant notAfter = Instant.now().plus(Duration.ofDays(90)).truncatedTo(ChronoUnit.SECONDS);
    private int comment;

    private Certificates(KeyPair pair, String signature) {
        this.pair = pair;
        this.signature = signature;
    }

    public static Certificates rsa() {
        return new Certificates(RSA, "SHA256withRSA");
    }

    public static Certificates ec() {
        return new Certificates(EC, "SHA256withECDSA");
    }

    public static Certificates ed25519() {
        return new Certificates(ED25519, "Ed25519");
    }

    /** With a key that no other certificate has. */
    public static Certificates ofNewKey() {
        return new Certificates(pair("EC"), "SHA256withECDSA");
    }

    public Certificates domain(String... domains) {
        names = domains;
        return this;
    }

    public Certificates valid(Instant from, Instant until) {
        notBefore = from.truncatedTo(ChronoUnit.SECONDS);
        notAfter = until.truncatedTo(ChronoUnit.SECONDS);
        return this;
    }

    /** Puts so many characters before the certificate, which PEM allows. */
    public Certificates comment(int characters) {
        comment = characters;
        return this;
    }

    public Made make() {
        try {
            var name = new X500Name("CN=Test CA");
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.valueOf(SERIAL_NUMBERS.incrementAndGet()),
                    Date.from(notBefore),
                    Date.from(notAfter),
                    name,
                    pair.getPublic());
            if (names.length > 0) {
                var alternatives = Arrays.stream(names)
                        .map(each -> new GeneralName(GeneralName.dNSName, each))
                        .toArray(GeneralName[]::new);
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
            }
            var holder = builder.build(new JcaContentSignerBuilder(signature).build(pair.getPrivate()));
            var pem = pem("CERTIFICATE", holder.getEncoded());
            return new Made("#".repeat(comment) + "\n" + pem, pair, notAfter);
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(String type, byte[] content) {
        var text = new StringWriter();
        try (var writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static KeyPair pair(String algorithm) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            switch (algorithm) {
                case "RSA" -> generator.initialize(2048);
                case "EC" -> generator.initialize(new ECGenParameterSpec("secp256r1"));
                default -> {
                    // Has one size only.
                }
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate and its key. */
    public record Made(String certificate, KeyPair pair, Instant expiresAt) {
        private static final ObjectMapper JSON = new ObjectMapper();

        /** PKCS#8. */
        public String key() {
            return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
        }

        /** PKCS#1 ({@code RSA PRIVATE KEY}) or SEC 1 ({@code EC PRIVATE KEY} behind {@code EC PARAMETERS}). */
        public String traditionalKey() {
            try {
                var info = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
                var content = info.parsePrivateKey().toASN1Primitive().getEncoded();
                if (pair.getPrivate().getAlgorithm().equals("RSA")) {
                    return pem("RSA PRIVATE KEY", content);
                }
                var parameters = info.getPrivateKeyAlgorithm()
                        .getParameters()
                        .toASN1Primitive()
                        .getEncoded();
                return pem("EC PARAMETERS", parameters) + pem("EC PRIVATE KEY", withParameters(info));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** As OpenSSL writes it, with the curve inside. */
        private static byte[] withParameters(PrivateKeyInfo info) throws IOException {
            var key = ECPrivateKey.getInstance(info.parsePrivateKey());
            return new ECPrivateKey(
                            256, key.getKey(), info.getPrivateKeyAlgorithm().getParameters())
                    .getEncoded();
        }

        /** This one first, then so many others. */
        public Made chain(int others) {
            var rest = IntStream.range(0, others)
                    .mapToObj(i -> ec().domain().make().certificate())
                    .reduce("", String::concat);
            return new Made(certificate + rest, pair, expiresAt);
        }

        /** The fields of {@code certificate_obtained}. */
        public Map<String, String> data(String domain) {
            return Map.of(
                    "domain",
                    domain,
                    "certificate",
                    certificate,
                    "privateKey",
                    key(),
                    "expiresAt",
                    expiresAt.toString());
        }

        /** The whole {@code certificate_obtained}. */
        public String message(String domain) {
            return JSON.valueToTree(Map.of("type", "certificate_obtained", "data", data(domain)))
                    .toString();
        }
    }
}
