package io.kakuremichi.control.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kakuremichi.control.config.TlsFiles;
import io.kakuremichi.control.harness.RecordedLog;
import io.kakuremichi.control.harness.TestAuthority;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates that no handshake could succeed with are found before the server starts, and at a reload. */
class CertificateFilesTest {
    private final TestAuthority authority = new TestAuthority("authority");

    @TempDir
    Path directory;

    private Path certificate;
    private Path key;

    @BeforeEach
    void write() {
        certificate = directory.resolve("tls.crt");
        key = directory.resolve("tls.key");
        authority.issue("localhost").write(certificate, key);
    }

    @Test
    void aPairPasses() {
        assertThat(check()).isEmpty();
    }

    @Test
    void theFrameworksNamesAreCheckedToo() {
        var config = config(Map.of(
                "QUARKUS_TLS__WEB__KEY_STORE_PEM__0__CERT",
                certificate.toString(),
                "QUARKUS_TLS__WEB__KEY_STORE_PEM__0__KEY",
                directory.resolve("missing").toString()));

        assertThatThrownBy(() -> CertificateFiles.of(config).check(Instant.now()))
                .hasMessageStartingWith("QUARKUS_TLS__WEB__KEY_STORE_PEM__0__KEY can't be read: ");
    }

    @Test
    void bothNamesOfOneThingAreRefused() {
        var config = config(
                Map.of("QUARKUS_TLS__WEB__KEY_STORE_PEM__0__CERT", "a", "KAKUREMICHI_TLS_CERTIFICATE_FILE", "b"));

        assertThatThrownBy(() -> CertificateFiles.of(config))
                .hasMessage(
                        "set either KAKUREMICHI_TLS_CERTIFICATE_FILE or QUARKUS_TLS__WEB__KEY_STORE_PEM__0__CERT, not both");
    }

    @Test
    void theKeyOfAnotherCertificateIsRefused() {
        authority.issue("localhost").write(directory.resolve("other.crt"), key);

        assertRefused("the private key does not belong to the certificate");
    }

    @Test
    void theKeyOfAnotherAlgorithmIsRefused() throws Exception {
        var rsa = java.security.KeyPairGenerator.getInstance("RSA").generateKeyPair();
        Files.writeString(key, pem("PRIVATE KEY", rsa.getPrivate().getEncoded()));

        assertRefused("the private key does not belong to the certificate");
    }

    @Test
    void aChainMustBeginWithTheServersOwnAndBeInOrder() throws IOException {
        var own = Files.readString(certificate);
        authority.write(directory.resolve("ca.crt"));
        var ca = Files.readString(directory.resolve("ca.crt"));
        new TestAuthority("stranger").write(directory.resolve("stranger.crt"));
        var stranger = Files.readString(directory.resolve("stranger.crt"));

        Files.writeString(certificate, own + ca);
        assertThat(check()).isEmpty();
        Files.writeString(certificate, ca + own);
        assertRefused("begins with another certificate than the server's own");
        Files.writeString(certificate, own + stranger);
        assertRefused("certificate 2 of the chain in the certificate file did not issue the one before it");
    }

    @Test
    void filesWithoutWhatTheyShouldHoldAreRefused() throws IOException {
        var own = Files.readString(certificate);
        var ownKey = Files.readString(key);

        Files.writeString(certificate, "");
        assertRefused("the certificate file contains no PEM certificate");
        Files.writeString(certificate, ownKey);
        assertRefused("the certificate file contains no PEM certificate");
        Files.writeString(certificate, own.substring(0, own.length() / 2));
        assertRefused("the certificate file contains no PEM certificate");
        Files.writeString(certificate, own);
        Files.writeString(key, own);
        assertRefused("the key file contains no PEM private key");
        Files.writeString(key, "");
        assertRefused("the key file contains no PEM private key");
        Files.delete(key);
        Files.createDirectory(key);
        assertRefused("KAKUREMICHI_TLS_KEY_FILE is a directory: " + key);
    }

    @Test
    void aFileThatIsNoTextIsRefused() throws Exception {
        Files.write(certificate, authority.issue("localhost").certificate().getEncoded());

        assertThatThrownBy(this::check)
                .hasMessage("KAKUREMICHI_TLS_CERTIFICATE_FILE can't be read: it is not a text in UTF-8");
    }

    @Test
    void aCertificateThatIsThereTwiceIsRefused() throws IOException {
        authority.write(directory.resolve("ca.crt"));
        var ca = Files.readString(directory.resolve("ca.crt"));
        Files.writeString(certificate, Files.readString(certificate) + ca + ca);

        assertRefused("the certificate file contains a certificate twice");
    }

    /** They fit each other, but the server cannot use them. */
    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "Ed448", "RSASSA-PSS"})
    void aKeyThatNoHandshakeCanUseIsRefused(String kind) throws Exception {
        var generator = KeyPairGenerator.getInstance(kind);
        authority.issue("localhost", generator.generateKeyPair()).write(certificate, key);

        assertRefused("the certificate has a key that the server's TLS cannot use");
    }

    /** The curve of Bitcoin, which no version of TLS has. */
    @Test
    void aKeyOnACurveThatTlsLacksIsRefused() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        generator.initialize(new ECGenParameterSpec("secp256k1"));
        authority.issue("localhost", generator.generateKeyPair()).write(certificate, key);

        assertRefused("take RSA, or EC with the curve P-256, P-384 or P-521");
    }

    @Test
    void anRsaKeyThatClientsRefuseIsRefused() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(512);
        authority.issue("localhost", generator.generateKeyPair()).write(certificate, key);

        assertRefused("the certificate has an RSA key of 512 bits");
    }

    @Test
    void byteOrderMarksOfEditorsAreNoFault() throws IOException {
        for (var file : java.util.List.of(certificate, key)) {
            Files.writeString(file, "\uFEFF" + Files.readString(file));
        }

        assertThat(check()).isEmpty();
    }

    @Test
    void anEncryptedKeyIsRefused() throws Exception {
        var encrypted = new org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder(
                        org.bouncycastle.openssl.PKCS8Generator.AES_256_CBC)
                .setProvider(new BouncyCastleProvider())
                .setPassword("passphrase".toCharArray())
                .build();
        var pair = java.security.KeyPairGenerator.getInstance("EC").generateKeyPair();
        var generator = new org.bouncycastle.openssl.jcajce.JcaPKCS8Generator(pair.getPrivate(), encrypted);
        Files.writeString(key, pem("ENCRYPTED PRIVATE KEY", generator.generate().getContent()));

        assertRefused("the private key is encrypted");
    }

    /** A start goes on: it may be renewed while Control runs. A reload keeps the one before. */
    @Test
    void anExpiredCertificateIsAWarning() {
        assertThat(files().check(Instant.now().plus(Duration.ofDays(2))))
                .hasValueSatisfying(warning -> assertThat(warning).startsWith("the certificate has expired at "));
        assertThat(files().check(Instant.now().minus(Duration.ofDays(2))))
                .hasValueSatisfying(warning -> assertThat(warning).startsWith("the certificate is not valid before "));
    }

    private java.util.Optional<String> check() {
        return files().check(Instant.now());
    }

    private CertificateFiles files() {
        return CertificateFiles.of(config(Map.of(
                "KAKUREMICHI_TLS_CERTIFICATE_FILE",
                certificate.toString(),
                "KAKUREMICHI_TLS_KEY_FILE",
                key.toString())));
    }

    @Test
    void aFaultOfTheSecondCertificateIsLoggedOnceWhileItIsReloaded() throws IOException {
        var other = directory.resolve("other.key");
        authority.issue("localhost").write(directory.resolve("other.crt"), other);
        var pem = new PemKeyCertOptions();
        pem.addCertValue(Buffer.buffer(Files.readString(certificate)))
                .addKeyValue(Buffer.buffer(Files.readString(key)));
        pem.addCertValue(Buffer.buffer(Files.readString(certificate)))
                .addKeyValue(Buffer.buffer(Files.readString(other)));
        var tls = (TlsConfiguration) Proxy.newProxyInstance(
                TlsConfiguration.class.getClassLoader(),
                new Class<?>[] {TlsConfiguration.class},
                (proxy, method, arguments) -> method.getName().equals("getKeyStoreOptions") ? pem : null);
        var reload = new CertificateReload(null, null);

        try (var log = new RecordedLog()) {
            for (var i = 0; i < 2; i++) {
                assertThatThrownBy(() -> reload.check(new CertificateUpdatedEvent("web", tls)))
                        .isInstanceOf(IllegalStateException.class);
            }

            assertThat(log.text()).containsOnlyOnce("The certificate was not renewed");
        }
    }

    private void assertRefused(String sentence) {
        assertThatThrownBy(this::check)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(sentence)
                .hasMessageContaining(key.toString());
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(type, java.util.Base64.getMimeEncoder().encodeToString(content), type);
    }

    private static SmallRyeConfig config(Map<String, String> variables) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new EnvConfigSource(variables, 300))
                .withSources(new TlsFiles())
                .build();
    }
}
