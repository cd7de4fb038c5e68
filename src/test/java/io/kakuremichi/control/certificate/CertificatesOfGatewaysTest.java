package io.kakuremichi.control.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.certificate.Certificates.Made;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.RecordedLog;
import io.kakuremichi.control.harness.TestClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ControlTest
class CertificatesOfGatewaysTest {
    private final ControlApi control = ControlApi.ofTest();
    private final String domain = ControlApi.uniqueDomain();
    private final TestClient agent = control.createAgent();
    private final TestClient sender = tunnelAndGateway();
    private final TestClient other = control.createGateway().connect();

    private TestClient tunnelAndGateway() {
        control.createTunnel(domain, agent);
        return control.createGateway().connect();
    }

    @AfterEach
    void freeTheirPlaces() {
        control.delete("/api/gateways/" + sender.id());
        control.delete("/api/gateways/" + other.id());
    }

    @Test
    void restShowsACertificateWithoutItsKey() {
        var made = Certificates.rsa().domain(domain).make();

        sender.send("certificate_obtained", made.data(domain));

        awaitsStored();
        var answer = control.get("/api/certificates/" + domain).expect(200);
        assertThat(answer.fields())
                .containsExactlyInAnyOrder(
                        "domain", "expiresAt", "autoRenew", "lastRenewedAt", "issuer", "fingerprint");
        assertThat(answer.text("domain")).isEqualTo(domain);
        assertThat(Instant.parse(answer.text("expiresAt"))).isEqualTo(made.expiresAt());
        assertThat(answer.text("issuer")).isEqualTo("CN=Test CA");
        assertThat(answer.body()).doesNotContain("PRIVATE");
    }

    @Test
    void theOtherGatewaysGetItAndTheSenderDoesNot() {
        var made = Certificates.ec().domain(domain).make();

        sender.send("certificate_obtained", made.data(domain));

        var item = other.awaits("config", data -> certificate(data).isPresent()).path("data");
        assertItem(certificate(item).orElseThrow(), made);
        control.createTunnel(ControlApi.uniqueDomain(), agent);
        sender.awaits("tunnel_create");
        assertThat(sender.messages("config")).hasSize(1);
    }

    @Test
    void aGatewayThatConnectsLaterGetsIt() {
        var made = Certificates.ed25519().domain(domain).make();
        sender.send("certificate_obtained", made.data(domain));
        awaitsStored();

        var later = control.createGateway().connect();

        assertItem(certificate(later.awaits("config").path("data")).orElseThrow(), made);
    }

    @Test
    void theDomainIsTakenInAnyCase() {
        var made = Certificates.ec().domain(domain).make();

        sender.send("certificate_obtained", made.data(domain.toUpperCase(Locale.ROOT)));

        awaitsStored();
    }

    @Test
    void theSameAgainChangesNothing() {
        var made = Certificates.ec().domain(domain).make();
        sender.send("certificate_obtained", made.data(domain)).awaitsHandled();
        var stored = control.get("/api/certificates/" + domain).expect(200);
        other.awaits("config", data -> certificate(data).isPresent());

        other.send("certificate_obtained", made.data(domain)).awaitsHandled();

        assertThat(control.get("/api/certificates/" + domain).body()).isEqualTo(stored.body());
        assertThat(other.messages("error")).hasSize(1);
        assertNothingChangedSince(other.messages().stream()
                .mapToLong(message -> message.path("revision").longValue())
                .max()
                .orElseThrow());
    }

    @Test
    void aRenewalReplacesIt() {
        var first = Certificates.ec().domain(domain).make();
        sender.send("certificate_obtained", first.data(domain)).awaitsHandled();
        var renewed = Certificates.ofNewKey()
                .domain(domain)
                .valid(Instant.now().minusSeconds(60), Instant.now().plus(Duration.ofDays(180)))
                .make();

        sender.send("certificate_obtained", renewed.data(domain)).awaitsHandled();

        assertThat(Instant.parse(control.get("/api/certificates/" + domain).text("expiresAt")))
                .isEqualTo(renewed.expiresAt());
        var config = other.awaits("config", data -> certificate(data)
                .filter(item -> item.path("privateKey").asText().equals(renewed.key()))
                .isPresent());
        assertItem(certificate(config.path("data")).orElseThrow(), renewed);
    }

    @Test
    void aDeletedOneLeavesTheConfigsOfAllGateways() {
        sender.send(
                        "certificate_obtained",
                        Certificates.ec().domain(domain).make().data(domain))
                .awaitsHandled();
        other.awaits("config", data -> certificate(data).isPresent());
        var before = other.messages().size();

        control.delete("/api/certificates/" + domain).expect(200);

        await().until(() -> other.messages().size() > before);
        assertThat(certificate(other.messages("config").getLast().path("data"))).isEmpty();
        await().until(() -> sender.messages("config").size() == 2);
        assertThat(certificate(sender.messages("config").getLast().path("data")))
                .isEmpty();
        assertThat(control.get("/api/certificates/" + domain).status()).isEqualTo(404);
    }

    static Stream<Map<String, String>> wrong() {
        var made = Certificates.ec().domain("*.example").make();
        var other = Certificates.ofNewKey().domain("*.example").make();
        var encrypted = Certificates.pem("ENCRYPTED PRIVATE KEY", new byte[] {0x30, 0});
        return Stream.of(
                Map.of(
                        "certificate",
                        Certificates.ec().domain("elsewhere.org").make().certificate()),
                Map.of(
                        "certificate",
                        Certificates.ec()
                                .valid(Instant.EPOCH, Instant.now().minusSeconds(60))
                                .domain("*.example")
                                .make()
                                .certificate()),
                Map.of("certificate", "no PEM"),
                Map.of("certificate", made.key()),
                Map.of("privateKey", other.key()),
                Map.of("privateKey", encrypted),
                Map.of("privateKey", "secret-that-must-not-be-quoted"),
                Map.of("expiresAt", "next year"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aWrongOneIsRefusedAndNothingIsStored(Map<String, String> wrong) {
        var made = Certificates.ec().domain("*.example").make();
        var data = new HashMap<String, String>(made.data(domain));
        data.putAll(wrong);

        sender.send("certificate_obtained", data);

        var error = sender.awaits("error").path("data");
        assertThat(error.path("code").asText()).isEqualTo("INVALID_MESSAGE");
        assertThat(error.path("message").asText())
                .doesNotContain("BEGIN", "secret", made.key().substring(30, 60));
        assertThat(control.get("/api/certificates/" + domain).status()).isEqualTo(404);
    }

    @Test
    void theOneOfADomainWithoutATunnelIsForbidden() {
        var stranger = ControlApi.uniqueDomain();

        sender.send(
                "certificate_obtained",
                Certificates.ec().domain(stranger).make().data(stranger));

        assertThat(sender.awaits("error").path("data").path("code").asText()).isEqualTo("FORBIDDEN");
        assertThat(control.get("/api/certificates/" + stranger).status()).isEqualTo(404);
    }

    @Test
    void neitherKeyNorCertificateIsLogged() {
        var made = Certificates.ofNewKey().domain(domain).make();
        var wrong = new HashMap<String, String>(made.data(domain));
        wrong.put("certificate", "no PEM");

        try (var log = new RecordedLog()) {
            sender.send("certificate_obtained", wrong)
                    .send("certificate_obtained", made.data(domain))
                    .awaitsHandled();
            other.awaits("config", data -> certificate(data).isPresent());

            assertThat(log.text()).doesNotContain("PRIVATE KEY", made.key().substring(30, 80));
        }
    }

    private Optional<JsonNode> certificate(JsonNode config) {
        return StreamSupport.stream(config.path("certificates").spliterator(), false)
                .filter(item -> item.path("domain").asText().equals(domain))
                .findFirst();
    }

    private void assertItem(JsonNode item, Made made) {
        assertThat(ControlApi.fields(item))
                .containsExactlyInAnyOrder("domain", "certificate", "privateKey", "expiresAt");
        assertThat(item.path("certificate").asText()).isEqualTo(made.certificate());
        assertThat(item.path("privateKey").asText()).isEqualTo(made.key());
        assertThat(Instant.parse(item.path("expiresAt").asText())).isEqualTo(made.expiresAt());
    }

    private void awaitsStored() {
        await().until(() -> control.get("/api/certificates/" + domain).status() == 200);
    }

    private void assertNothingChangedSince(long revision) {
        control.createTunnel(ControlApi.uniqueDomain(), agent);
        assertThat(other.awaits("tunnel_create").path("revision").longValue()).isEqualTo(revision + 1);
    }
}
