package io.kakuremichi.control.process;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.certificate.Certificates;
import io.kakuremichi.control.harness.Bodies.CertificateBody;
import io.kakuremichi.control.harness.Bodies.TunnelBody;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.EventStream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * REST of the packaged Control, jar or binary. What it touches is what a binary loses first: bodies that Jackson reads and writes by
 * reflection, texts of constraints, resources, TLS, what BouncyCastle and jose4j look up, the embedded database.
 */
@QuarkusIntegrationTest
@WithTestResource(PackagedControl.class)
class PackagedRestIT {
    private PackagedControl.Running control;

    @Test
    void everyCallOfTheDocumentAnswers() {
        var calls = new RecordedCalls(control.api());
        var domain = ControlApi.uniqueDomain();

        var agent = calls.call("POST", "/api/agents", """
                        {"name": "%s", "metadata": {"rack": 7}}""".formatted(ControlApi.uniqueName("agent")))
                .uuid("id");
        calls.call("GET", "/api/agents?status=offline&limit=1", null);
        calls.call("GET", "/api/agents/{id}", null, agent);
        calls.call("PATCH", "/api/agents/{id}", Map.of("metadata", Map.of("rack", List.of(1, "b"))), agent);
        calls.call("POST", "/api/agents/{id}/api-key", null, agent);
        calls.call("POST", "/api/agents/{id}/wireguard-key", null, agent);

        var gateway = calls.call(
                        "POST",
                        "/api/gateways",
                        Map.of("name", ControlApi.uniqueName("gateway"), "publicIp", "203.0.113.9", "region", "eu"))
                .uuid("id");
        calls.call("GET", "/api/gateways", null);
        calls.call("GET", "/api/gateways/{id}", null, gateway);
        calls.call("PATCH", "/api/gateways/{id}", Map.of("publicIp", "2001:db8::9"), gateway);
        calls.call("POST", "/api/gateways/{id}/wireguard-key", null, gateway);
        var gatewayKey =
                calls.call("POST", "/api/gateways/{id}/api-key", null, gateway).text("apiKey");

        var tunnel = calls.call("POST", "/api/tunnels", new TunnelBody(domain, agent, "[::1]:8080"))
                .uuid("id");
        calls.call("GET", "/api/tunnels?agentId=" + agent, null);
        calls.call("GET", "/api/tunnels/{id}", null, tunnel);
        calls.call("PATCH", "/api/tunnels/{id}", Map.of("enabled", false, "description", "shop"), tunnel);
        calls.call("GET", "/api/agents/{id}/tunnels", null, agent);

        var reporter = control.api().createGateway().withKey(gatewayKey).connect();
        calls.call("GET", "/api/clients", null);
        reporter.send(
                "certificate_obtained", Certificates.ec().domain(domain).make().data(domain));
        awaitsCertificate(domain);
        calls.call("GET", "/api/certificates", null);
        calls.call("GET", "/api/certificates/{domain}", null, domain);
        calls.call("DELETE", "/api/certificates/{domain}", null, domain);

        var token = calls.call("POST", "/api/tokens", """
                        {"name": "%s", "role": "operator", "expiresAt": "2099-01-01T00:00:00Z"}""".formatted(ControlApi.uniqueName("token")))
                .uuid("id");
        calls.call("GET", "/api/tokens", null);
        calls.call("GET", "/api/tokens/{id}", null, token);
        calls.call("DELETE", "/api/tokens/{id}", null, token);

        callEnrollment(calls);
        callDeclarative(calls);
        calls.call("DELETE", "/api/tunnels/{id}", null, tunnel);
        calls.call("DELETE", "/api/agents/{id}", null, agent);
        calls.call("DELETE", "/api/gateways/{id}", null, gateway);
        calls.call("GET", "/api/overview", null);
        calls.call("GET", "/api/topology", null);
        calls.call("GET", "/api/system", null);
        callSession(calls);
        try (var events = EventStream.open(control.api(), ControlProcess.ADMIN_TOKEN, "")) {
            events.awaitsHello();
            calls.record("GET /api/events", 200, events.status());
        }
        calls.call("POST", "/api/reseal", null);
        calls.call("POST", "/api/import?dryRun=true", """
                        {"agents": [{"id": "1", "name": "office", "apiKey": "agt_of-the-original"}], "gateways": [],
                         "tunnels": [{"domain": "%s", "agentId": "1", "target": "localhost"}]}""".formatted(domain));
        calls.call("GET", "/api/version", null);
        assertThat(calls.call("GET", "/api/backup", null).body()).startsWith("PK");
        await("the audit of these calls").until(() -> !calls.call("GET", "/api/audit?limit=5", null)
                .json()
                .path("audit")
                .isEmpty());

        assertThat(calls.made())
                .containsExactlyElementsOf(
                        RecordedCalls.documented(control.management().get("/q/openapi?format=json")));
    }

    private void callEnrollment(RecordedCalls calls) {
        var key = calls.call("POST", "/api/enrollment-keys", """
                {"name": "%s", "type": "gateway", "uses": 2, "expiresAt": null, "metadata": {"rack": 7}, "ephemeral": true}""".formatted(ControlApi.uniqueName("key")));
        calls.call("GET", "/api/enrollment-keys", null);
        calls.call("GET", "/api/enrollment-keys/{id}", null, key.uuid("id"));
        var enrolled = calls.record(
                "POST /api/enroll",
                control.api().withToken(key.text("key")).post("/api/enroll", "{\"publicIp\": \"203.0.113.8\"}"));
        control.api().clientWithKey("gateway", enrolled.text("apiKey")).connect();
        calls.call("DELETE", "/api/enrollment-keys/{id}", null, key.uuid("id"));
    }

    /** What is exported makes the same configuration after everything was deleted. */
    private void callDeclarative(RecordedCalls calls) {
        var name = ControlApi.uniqueName("declared");
        var document = """
                manager: %s
                agents: [{name: %s, metadata: {n: 1.50}}]
                tunnels: [{domain: %s, agent: %s, target: "web:80"}]
                """.formatted(name, name, ControlApi.uniqueDomain(), name);
        calls.record("POST /api/apply", apply(document));
        var exported = calls.call("GET", "/api/export?managedBy=" + name, null).body();
        apply("manager: " + name).expect(200);
        apply(exported).expect(200);
        assertThat(control.api().get("/api/export?managedBy=" + name).body()).isEqualTo(exported);
        apply("manager: " + name).expect(200);
        assertThat(apply("a: &a [x, x, x]\nb: [*a, *none]").expect(400).body()).contains("line 2, column 9");
    }

    private ControlApi.Answer apply(String document) {
        return control.api().post("/api/apply?prune=true", document, "Content-Type", "application/yaml");
    }

    private void callSession(RecordedCalls calls) {
        var begun = calls.record(
                "POST /api/session",
                control.api().post("/api/session", Map.of("token", ControlProcess.ADMIN_TOKEN), "Authorization", ""));
        var cookie = begun.header("Set-Cookie").replaceFirst(";.*", "");
        calls.call("GET", "/api/session", null);
        calls.record(
                "DELETE /api/session",
                control.api()
                        .delete("/api/session", "Authorization", "", "Cookie", cookie, "Kakuremichi-Console", "1"));
    }

    @Test
    void wrongInputIsExplainedFieldByField() {
        var wrong = control.api()
                .post("/api/tunnels", Map.of("domain", "-", "agentId", "00000000-0000-0000-0000-000000000000"));

        assertError(wrong, 400, "VALIDATION_ERROR");
        assertThat(wrong.json().path("error").path("details").toString())
                .contains("domain", "target")
                .doesNotContain("{jakarta", "{io.");
        assertError(control.api().post("/api/agents", "{"), 400, "VALIDATION_ERROR");
        assertError(control.api().post("/api/agents", Map.of("nickname", "a")), 400, "VALIDATION_ERROR");
        assertError(control.api().get("/api/agents?nmae=a&limit=1"), 400, "VALIDATION_ERROR");
        assertError(control.api().get("/api/nothing"), 404, "NOT_FOUND");
        assertError(control.api().withToken("nobody").get("/api/agents"), 401, "UNAUTHORIZED");
    }

    @Test
    void aRepeatedCreateGivesTheFirstAnswer() {
        var body = Map.of("name", ControlApi.uniqueName("agent"));
        var key = ControlApi.uniqueName("key");

        var first = control.api().post("/api/agents", body, "Idempotency-Key", key);
        var second = control.api().post("/api/agents", body, "Idempotency-Key", key);

        assertThat(second.expect(201).body()).isEqualTo(first.expect(201).body());
    }

    @Test
    void aTokenOfTheIssuerCounts() {
        control.api()
                .withToken(control.issuer().token("admin"))
                .get("/api/tokens")
                .expect(200);
    }

    @Test
    void tlsCarriesRestAndSockets() {
        var agent = control.api().createAgent().at(control.overTls());

        agent.openWithBearer().awaitConfig();

        control.overTls().get("/api/agents/" + agent.id()).expect(200);
    }

    static Stream<Map.Entry<Certificates, Boolean>> forms() {
        return Stream.of(
                Map.entry(Certificates.rsa(), false),
                Map.entry(Certificates.rsa(), true),
                Map.entry(Certificates.ec(), true),
                Map.entry(Certificates.ed25519(), false));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aCertificatesKeyIsReadInEveryForm(Map.Entry<Certificates, Boolean> form) {
        var domain = ControlApi.uniqueDomain();
        control.api().createTunnel(domain, control.api().createAgent());
        var made = form.getKey().domain(domain).make();
        var privateKey = form.getValue() ? made.traditionalKey() : made.key();

        control.api()
                .createGateway()
                .connect()
                .send(
                        "certificate_obtained",
                        new CertificateBody(
                                domain,
                                made.certificate(),
                                privateKey,
                                made.expiresAt().toString()));

        awaitsCertificate(domain);
    }

    @Test
    void itsDatabaseIsItsOwn() {
        assertThat(Files.exists(control.dataDir().resolve("pgdata/PG_VERSION"))).isTrue();
        assertThat(Files.exists(control.dataDir().resolve("encryption-key"))).isTrue();
    }

    @Test
    void swaggerUiIsOffByDefault() {
        control.management().get("/q/swagger-ui/").expect(404);
    }

    @Test
    void probesAndMetricsAnswer() {
        for (var probe : List.of("live", "ready", "started")) {
            control.management().get("/q/health/" + probe).expect(200);
        }
        // Counted when it is answered, but only once there was a call.
        control.api().get("/api/agents").expect(200);
        await().untilAsserted(() -> assertThat(
                        control.management().get("/q/metrics").expect(200).body())
                .contains("kakuremichi_sessions", "http_server_requests"));
    }

    private void awaitsCertificate(String domain) {
        await("the certificate of " + domain)
                .until(() -> control.api().get("/api/certificates/" + domain).status() == 200);
    }
}
