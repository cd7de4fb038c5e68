package io.kakuremichi.control.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kakuremichi.control.certificate.Certificates.Made;
import io.kakuremichi.control.protocol.InvalidMessageException;
import io.kakuremichi.control.protocol.MessageErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckedCertificateTest {
    private static final Instant NOW = Instant.now();

    static Stream<Certificates> algorithms() {
        return Stream.of(Certificates.rsa(), Certificates.ec(), Certificates.ed25519());
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void acceptsKeysOfEachAlgorithm(Certificates algorithm) throws InvalidMessageException {
        var made = algorithm.domain("shop.example").make();

        var checked = check("shop.example", made);

        assertThat(checked.expiresAt()).isEqualTo(made.expiresAt());
        assertThat(checked.issuer()).isEqualTo("CN=Test CA");
        assertThat(checked.fingerprint()).matches("[0-9a-f]{64}");
    }

    static Stream<Made> withTraditionalKeys() {
        return Stream.of(Certificates.rsa().make(), Certificates.ec().make());
    }

    @ParameterizedTest
    @MethodSource("withTraditionalKeys")
    void acceptsKeysInTheirTraditionalForm(Made made) throws InvalidMessageException {
        var checked = CheckedCertificate.of("shop.example", made.certificate(), made.traditionalKey(), NOW);

        assertThat(checked).isEqualTo(check("shop.example", made));
    }

    @Test
    void describesTheFirstCertificateOfAChain() throws InvalidMessageException {
        var made = Certificates.ec().make();

        assertThat(check("shop.example", made.chain(3))).isEqualTo(check("shop.example", made));
    }

    @Test
    void refusesAChainThatIsTooLong() {
        assertRefused("shop.example", Certificates.ec().make().chain(10));
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example, shop.example",
        "SHOP.Example, shop.example",
        "*.example.org, shop.example.org",
        "*.example.org, *.example.org"
    })
    void aNameCoversADomain(String name, String domain) throws InvalidMessageException {
        var made = Certificates.ec().domain("other.example", name).make();

        assertThat(check(domain, made)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "other.example, shop.example",
        "example.org, shop.example.org",
        "*.example.org, example.org",
        "*.example.org, a.b.example.org",
        "*.example.org, xexample.org",
        "shop.example.org, *.example.org",
        "*.org, *.example.org",
        "shop.*, shop.example"
    })
    void aNameDoesNotCoverADomain(String name, String domain) {
        assertRefused(domain, Certificates.ec().domain(name).make());
    }

    @Test
    void refusesACertificateWithoutNames() {
        assertRefused("shop.example", Certificates.ec().domain().make());
    }

    @Test
    void refusesAnExpiredCertificate() {
        var made = Certificates.ec()
                .valid(NOW.minus(Duration.ofDays(90)), NOW.minusSeconds(10))
                .make();

        assertRefused("shop.example", made);
    }

    @Test
    void refusesACertificateThatIsNotValidYet() {
        var made = Certificates.ec()
                .valid(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(90)))
                .make();

        assertRefused("shop.example", made);
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void refusesTheKeyOfAnotherCertificate(Certificates algorithm) {
        var key = Certificates.ofNewKey().make().key();

        assertRefused("shop.example", algorithm.make().certificate(), key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no PEM",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"
            })
    void refusesWhatIsNoCertificate(String text) {
        assertRefused("shop.example", text, Certificates.ec().make().key());
    }

    @Test
    void refusesAKeyAmongTheCertificates() {
        var made = Certificates.ec().make();

        assertRefused("shop.example", made.certificate() + made.key(), made.key());
    }

    static Stream<String> noKeys() {
        return Stream.of(
                "",
                "no PEM",
                "-----BEGIN PRIVATE KEY-----\nsecret-of-mine\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----",
                Certificates.pem("ENCRYPTED PRIVATE KEY", new byte[] {0x30, 0}),
                Certificates.ec().make().certificate());
    }

    @ParameterizedTest
    @MethodSource("noKeys")
    void refusesWhatIsNoPlainKeyAndQuotesNothingOfIt(String key) {
        assertThatThrownBy(() -> CheckedCertificate.of(
                        "shop.example", Certificates.ec().make().certificate(), key, NOW))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage("\"privateKey\" must be an unencrypted PEM private key")
                .hasNoCause();
    }

    private static CheckedCertificate check(String domain, Made made) throws InvalidMessageException {
        return CheckedCertificate.of(domain, made.certificate(), made.key(), NOW);
    }

    private static void assertRefused(String domain, Made made) {
        assertRefused(domain, made.certificate(), made.key());
    }

    private static void assertRefused(String domain, String certificate, String key) {
        assertThatThrownBy(() -> CheckedCertificate.of(domain, certificate, key, NOW))
                .isInstanceOfSatisfying(InvalidMessageException.class, refused -> assertThat(refused.code())
                        .isEqualTo(MessageErrorCode.INVALID_MESSAGE));
    }
}
