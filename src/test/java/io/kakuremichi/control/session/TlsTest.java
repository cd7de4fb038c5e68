package io.kakuremichi.control.session;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestAuthority;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.harness.TestDatabase;
import io.kakuremichi.control.network.WireGuardKeyPair;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS on real sockets. */
@ControlTest
@TestProfile(TlsProfile.class)
class TlsTest {
    private static final byte ALERT = 21;
    private static final byte PROTOCOL_VERSION = 70;

    private final ControlApi plain = ControlApi.ofTest();

    @TestHTTPResource(value = "/", tls = true)
    URI address;

    @Inject
    TlsConfigurationRegistry configurations;

    @Inject
    Event<CertificateUpdatedEvent> updates;

    @Test
    void agentsConnectWithoutACertificate() {
        var agent = plain.createAgent().at(control(null));

        agent.openWithBearer().awaitConfig();

        agent.twin().connect();
        assertThat(agent.awaitsClose()).isEqualTo(4409);
    }

    @Test
    void restAnswersAndAsksBrowsersToStay() {
        var answer = control(null).get("/api/agents").expect(200);

        assertThat(answer.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
    }

    @Test
    void plainTextOfThisMachineIsFine() {
        plain.get("/api/agents").expect(200);
    }

    @Test
    void theNewestVersionIsPreferred() throws IOException {
        assertThat(handshake(null).getProtocol()).isEqualTo("TLSv1.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void bothVersionsWork(String version) throws IOException {
        assertThat(handshake(version).getProtocol()).isEqualTo(version);
    }

    /** By hand: a client of today would not even ask. */
    @Test
    void olderVersionsAreRefused() throws IOException {
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);

            socket.getOutputStream().write(helloOfTls11());

            var answer = socket.getInputStream().readNBytes(7);
            assertThat(answer[0]).isEqualTo(ALERT);
            assertThat(answer[6]).isEqualTo(PROTOCOL_VERSION);
        }
    }

    /**
     * What {@code kakuremichi.tls.reload-period} does at its time. Here not by time: a connection that comes while Vert.x takes a
     * certificate up is cut.
     */
    @Test
    void aNewCertificateIsTakenUpWithoutARestart() throws IOException {
        var before = serial();
        var agent = plain.createAgent().at(control(null)).openWithBearer().awaitConfig();
        var renewed = TlsProfile.AUTHORITY.issue("second");

        renewed.write(TlsProfile.CERTIFICATE, TlsProfile.KEY);

        var configuration = configurations.get(TlsProfile.NAME).orElseThrow();
        assertThat(configuration.reload()).isTrue();
        updates.fire(new CertificateUpdatedEvent(TlsProfile.NAME, configuration));
        assertThat(serial())
                .isEqualTo(renewed.certificate().getSerialNumber().toString())
                .isNotEqualTo(before);
        agent.awaitsHandled();
        assertThat(Files.exists(TlsProfile.CERTIFICATE)).isTrue();
    }

    /** The framework would serve it, and every handshake would fail. */
    @Test
    void aNewCertificateWithTheKeyOfAnotherIsNotTakenUp() throws IOException {
        var before = serial();
        var renewed = TlsProfile.AUTHORITY.issue("third");
        renewed.write(TlsProfile.CERTIFICATE, Files.createTempFile("other", ".key"));

        var configuration = configurations.get(TlsProfile.NAME).orElseThrow();
        assertThat(configuration.reload()).isTrue();
        assertThatThrownBy(() -> updates.fire(new CertificateUpdatedEvent(TlsProfile.NAME, configuration)))
                .hasMessage("the private key does not belong to the certificate");

        assertThat(serial()).isEqualTo(before);
    }

    @Test
    void aGatewayNeedsACertificate() {
        var gateway = plain.createGateway().at(control(null));

        assertForbidden(gateway::openWithBearer);
        assertForbidden(gateway::open);
        assertForbidden(() -> plain.createGateway().openWithBearer());
    }

    @Test
    void aGatewayThatDoesNotSayItIsOneNeedsACertificateToo() {
        var gateway = plain.createGateway().at(control(null)).open("/ws");

        gateway.auth();

        assertThat(gateway.awaitsClose()).isEqualTo(4401);
        assertThat(gateway.messageTypes()).containsExactly("auth_error");
    }

    @Test
    void aGatewayWithACertificateConnects() {
        var gateway = plain.createGateway().at(control(TlsProfile.AUTHORITY.issue("gateway")));

        gateway.openWithBearer().awaitConfig();

        gateway.twin().open("/ws").auth().awaitConfig();
    }

    @Test
    void aGatewayEnrollsWithACertificateOnly() {
        var key = enrollmentKey("gateway");
        var certified = control(TlsProfile.AUTHORITY.issue("gateway"));

        for (var control : List.of(plain, control(null))) {
            assertError(control.withToken(key.text("key")).post("/api/enroll", "{}"), 403, "FORBIDDEN");
            assertForbidden(() -> control.stranger().open("/ws?type=gateway"));
            assertThat(enroll(control, key).awaitsClose()).isEqualTo(4401);
        }
        assertThat(plain.get(key.header("Location")).json().path("used").asInt())
                .isZero();
        var refusals = "/api/audit?action=enroll.certificate_missing&actor=enrollment-key:" + key.uuid("id");
        await().until(() -> plain.get(refusals).json().path("total").asInt() == 4);

        var byRest =
                certified.withToken(key.text("key")).post("/api/enroll", "{}").expect(201);
        certified
                .clientWithKey("gateway", byRest.text("apiKey"))
                .openWithBearer()
                .awaitConfig();
        enroll(certified, key).awaitConfig();
        enroll(control(null), enrollmentKey("agent")).awaitConfig();
    }

    /** The answer is not given again to who shows no certificate. */
    @Test
    void anEnrollmentIsRepeatedWithACertificateOnly() {
        var key = enrollmentKey("gateway");
        var publicKey = WireGuardKeyPair.generate().publicKey();
        var first = enroll(control(TlsProfile.AUTHORITY.issue("gateway")), key, publicKey);
        first.awaitConfig();

        assertThat(enroll(control(null), key, publicKey).awaitsClose()).isEqualTo(4401);
        assertThat(first.isOpen()).isTrue();

        var repeat = ControlApi.uniqueName("repeat");
        var certified = control(TlsProfile.AUTHORITY.issue("gateway")).withToken(key.text("key"));
        certified.post("/api/enroll", "{}", "Idempotency-Key", repeat).expect(201);
        certified.post("/api/enroll", "{}", "Idempotency-Key", repeat).expect(201);
        var uncertified = control(null).withToken(key.text("key"));
        assertError(uncertified.post("/api/enroll", "{}", "Idempotency-Key", repeat), 403, "FORBIDDEN");
    }

    private ControlApi.Answer enrollmentKey(String type) {
        return plain.post("/api/enrollment-keys", """
                        {"name": "%s", "type": "%s", "uses": 2}""".formatted(ControlApi.uniqueName("key"), type))
                .expect(201);
    }

    private static TestClient enroll(ControlApi control, ControlApi.Answer key) {
        return enroll(control, key, WireGuardKeyPair.generate().publicKey());
    }

    private static TestClient enroll(ControlApi control, ControlApi.Answer key, String publicKey) {
        return control.stranger()
                .open("/ws", "Authorization", "Bearer " + key.text("key"))
                .send("auth", Map.of("publicKey", publicKey));
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNone() {
        var stranger = new TestAuthority("stranger").issue("gateway");
        var gateway = plain.createGateway().at(control(stranger));

        assertThatThrownBy(gateway::openWithBearer)
                .satisfiesAnyOf(
                        refused -> assertThat(refused).hasRootCauseInstanceOf(SSLException.class),
                        refused -> assertThat(refused).isInstanceOf(TestClient.UpgradeRefused.class),
                        refused -> assertThat(refused).hasRootCauseInstanceOf(IOException.class));
    }

    @Test
    void aConsoleThatIsOffIsNotThere() {
        for (var path : List.of("/", "/console", "/console/", "/console/config.json", "/favicon.svg")) {
            assertError(plain.get(path, "Accept", "text/html"), 404, "NOT_FOUND");
        }
        var token = "{\"token\": \"" + TestDatabase.ADMIN_TOKEN + "\"}";
        assertError(plain.post("/api/session", token, "Authorization", ""), 404, "NOT_FOUND");
        assertError(plain.get("/api/session"), 404, "NOT_FOUND");
    }

    private ControlApi control(TestAuthority.Issued shown) {
        return ControlApi.overTls(address, TestDatabase.ADMIN_TOKEN, TlsProfile.AUTHORITY.trusting(shown));
    }

    private static void assertForbidden(org.assertj.core.api.ThrowableAssert.ThrowingCallable opening) {
        assertThatThrownBy(opening)
                .isInstanceOfSatisfying(TestClient.UpgradeRefused.class, refused -> assertThat(refused.status())
                        .isEqualTo(403));
    }

    private String serial() throws IOException {
        var shown = (X509Certificate) handshake(null).getPeerCertificates()[0];
        return shown.getSerialNumber().toString();
    }

    private SSLSession handshake(String version) throws IOException {
        var factory = TlsProfile.AUTHORITY.trusting(null).getSocketFactory();
        try (var socket = (SSLSocket) factory.createSocket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            if (version != null) {
                socket.setEnabledProtocols(new String[] {version});
            }
            socket.startHandshake();
            return socket.getSession();
        }
    }

    private static byte[] helloOfTls11() {
        var ciphers = new short[] {(short) 0xc009, (short) 0xc013, 0x002f, 0x0035};
        var body = 2 + 32 + 1 + 2 + 2 * ciphers.length + 2;
        var hello = ByteBuffer.allocate(5 + 4 + body)
                .put((byte) 22)
                .putShort((short) 0x0301)
                .putShort((short) (4 + body))
                .putInt(1 << 24 | body)
                .putShort((short) 0x0302)
                .put(new byte[32])
                .put((byte) 0)
                .putShort((short) (2 * ciphers.length));
        for (var cipher : ciphers) {
            hello.putShort(cipher);
        }
        return hello.put((byte) 1).put((byte) 0).array();
    }
}
