package io.kakuremichi.control.rest;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static io.kakuremichi.control.rest.RestAssertions.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.Bodies.CertificateBody;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ControlTest
class CertificateApiTest {
    private static final String[] FIELDS = {"domain", "expiresAt", "autoRenew", "lastRenewedAt", "issuer", "fingerprint"
    };

    private final ControlApi control = ControlApi.ofTest();
    private final Lists lists = new Lists(control);
    private TestClient gateway;
    private String domain;
    private String path;

    @BeforeEach
    void createTunnel() {
        gateway = control.createGateway().connect();
        domain = ControlApi.uniqueDomain();
        path = "/api/certificates/" + domain;
        control.createTunnel(domain, control.createAgent());
    }

    @AfterEach
    void giveBack() {
        control.delete("/api/gateways/" + gateway.id());
    }

    @Test
    void showsWhatTheCertificateItselfSays() {
        var certificate = obtain();

        var shown = control.get(path).expect(200);

        assertThat(shown.fields()).containsExactlyInAnyOrder(FIELDS);
        assertThat(shown.text("domain")).isEqualTo(domain);
        assertThat(shown.text("expiresAt")).isEqualTo(certificate.expiresAt().toString());
        assertThat(shown.json().path("autoRenew").asBoolean()).isTrue();
        assertThat(Instant.parse(shown.text("lastRenewedAt")))
                .isBetween(
                        Instant.now().minus(1, ChronoUnit.MINUTES),
                        Instant.now().plusSeconds(1));
        assertThat(shown.text("issuer")).isEqualTo("CN=" + SelfSigned.ISSUER);
        assertThat(shown.text("fingerprint")).isEqualTo(certificate.fingerprint());
        assertThat(shown.header("ETag")).matches("\"\\d+\"");
    }

    @Test
    void neverShowsThePrivateKey() {
        var certificate = obtain();

        var shown = control.get(path).body() + lists.all("/api/certificates", "");

        assertThat(shown).doesNotContain("PRIVATE", "BEGIN", certificate.privateKeyLine());
    }

    @Test
    void isFoundInAnyCase() {
        obtain();

        var shown = control.get("/api/certificates/" + domain.toUpperCase(Locale.ROOT))
                .expect(200);

        assertThat(shown.text("domain")).isEqualTo(domain);
    }

    @Test
    void isListed() {
        obtain();

        var item = find();

        assertThat(item).isEqualTo(control.get(path).json());
        assertThat(names(item)).containsExactlyInAnyOrder(FIELDS);
    }

    @Test
    void renewalIsANewVersion() {
        obtain();
        var first = control.get(path);

        var renewed = obtain();

        var second = control.get(path);
        assertThat(second.text("fingerprint")).isEqualTo(renewed.fingerprint());
        assertThat(second.header("ETag")).isNotEqualTo(first.header("ETag"));
        assertError(control.delete(path, "If-Match", first.header("ETag")), 412, "PRECONDITION_FAILED");
        control.delete(path, "If-Match", second.header("ETag")).expect(200);
    }

    @Test
    void outlivesItsTunnelAndTheGatewayThatObtainedIt() {
        obtain();
        var tunnel = lists.all("/api/tunnels", "").stream()
                .filter(item -> item.path("domain").asText().equals(domain))
                .findFirst()
                .orElseThrow();

        control.delete("/api/tunnels/" + tunnel.path("id").asText()).expect(200);
        control.delete("/api/gateways/" + gateway.id()).expect(200);

        control.get(path).expect(200);
    }

    @Test
    void deletedCertificateIsGoneAndGatewaysAreToldWithoutIt() {
        obtain();
        var other = control.createGateway().connect();
        assertThat(certificates(other.awaits("config"))).isTrue();

        var deleted = control.delete(path).expect(200);

        assertThat(deleted.fields()).containsExactly("message");
        assertError(control.get(path), 404, "NOT_FOUND");
        other.awaits("config", config -> !certificates(config));
        control.delete("/api/gateways/" + other.id()).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown.example", "no%2Fname", "%F0%9F%98%80", "..%2F..%2Fagents", "*"})
    void unknownDomainIsNotFound(String unknown) {
        assertError(control.get("/api/certificates/" + unknown), 404, "NOT_FOUND");
        assertError(control.delete("/api/certificates/" + unknown), 404, "NOT_FOUND");
    }

    @Test
    void domainWithANulCharacterIsInvalid() {
        assertError(control.get("/api/certificates/a%00b"), 400, "VALIDATION_ERROR");
        assertError(control.delete("/api/certificates/%00"), 400, "VALIDATION_ERROR");
    }

    private SelfSigned obtain() {
        var certificate = SelfSigned.forDomain(domain);
        gateway.send(
                "certificate_obtained",
                new CertificateBody(
                        domain,
                        certificate.certificate(),
                        certificate.privateKey(),
                        certificate.expiresAt().toString()));
        await().until(() -> control.get(path).text("fingerprint").equals(certificate.fingerprint()));
        return certificate;
    }

    private JsonNode find() {
        return lists.all("/api/certificates", "").stream()
                .filter(item -> item.path("domain").asText().equals(domain))
                .findFirst()
                .orElseThrow();
    }

    private boolean certificates(JsonNode config) {
        var listed = config.path("data").isMissingNode() ? config : config.path("data");
        return listed.path("certificates")
                .valueStream()
                .anyMatch(item -> item.path("domain").asText().equals(domain));
    }
}
