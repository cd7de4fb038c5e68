package io.kakuremichi.control.apidocs;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.certificate.Certificates;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.harness.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What the documented calls are about: made when a call is to be made. */
final class Things implements AutoCloseable {
    private final ControlApi control;
    private final List<TestClient> gateways = new ArrayList<>();
    private final TestClient agent;

    Things(ControlApi control) {
        this.control = control;
        this.agent = control.createAgent();
    }

    /** A path to something new. */
    String path(OpenApiCall call) {
        return switch (call.path().replaceAll("(/[a-z-]+|)$", "")) {
            case "/api/agents/{id}" ->
                call.path().replace("{id}", control.createAgent().id().toString());
            case "/api/gateways/{id}" ->
                call.path().replace("{id}", gateway().id().toString());
            case "/api/tunnels/{id}" ->
                call.path()
                        .replace(
                                "{id}",
                                control.createTunnel(ControlApi.uniqueDomain(), agent)
                                        .toString());
            case "/api/tokens/{id}" ->
                call.path().replace("{id}", control.createToken("viewer").text("id"));
            case "/api/enrollment-keys/{id}" ->
                call.path().replace("{id}", enrollmentKey().text("id"));
            case "/api/certificates/{domain}" -> call.path().replace("{domain}", certificate());
            default -> call.path();
        };
    }

    /** A path to what is not there. */
    static String pathToNothing(OpenApiCall call) {
        return call.path().replace("{id}", UUID.randomUUID().toString()).replace("{domain}", ControlApi.uniqueDomain());
    }

    /** The example about things that are there, and with names that were not taken yet. */
    ObjectNode body(OpenApiCall call, JsonNode example) {
        ObjectNode body = example.deepCopy();
        if (body.has("agentId")) {
            body.put("agentId", agent.id().toString());
        }
        if (body.has("domain")) {
            var wildcard = body.path("domain").asText().startsWith("*.") ? "*." : "";
            body.put("domain", wildcard + ControlApi.uniqueDomain());
        }
        if (call.path().equals("/api/apply")) {
            body.put("manager", ControlApi.uniqueName("manager"));
            rename(body.path("agents"), "name", agentName());
            rename(body.path("tunnels"), "agent", agentName());
            rename(body.path("tunnels"), "domain", ControlApi.uniqueDomain());
            // They have few places.
            body.remove("gateways");
        }
        if (call.isLogin()) {
            body.put("token", TestDatabase.ADMIN_TOKEN);
        }
        if (body.has("name")) {
            body.put("name", ControlApi.uniqueName("thing"));
        }
        return body;
    }

    private String agentName() {
        return control.get("/api/agents/" + agent.id()).text("name");
    }

    private static void rename(JsonNode objects, String field, String name) {
        objects.forEach(object -> ((ObjectNode) object).put(field, name));
    }

    /** Gateways have but 253 places. */
    void leave(ControlApi.Answer created) {
        if (created.json().has("hostNumber")) {
            control.delete("/api/gateways/" + created.uuid("id"));
        }
    }

    /** Who may make the call. */
    ControlApi caller(OpenApiCall call) {
        return call.isEnrollment() ? control.withToken(enrollmentKey().text("key")) : control;
    }

    private ControlApi.Answer enrollmentKey() {
        return control.post("/api/enrollment-keys", """
                        {"name": "%s", "type": "agent", "uses": 9}""".formatted(ControlApi.uniqueName("key")))
                .expect(201);
    }

    private TestClient gateway() {
        var gateway = control.createGateway();
        gateways.add(gateway);
        return gateway;
    }

    private String certificate() {
        var domain = ControlApi.uniqueDomain();
        control.createTunnel(domain, agent);
        gateway()
                .connect()
                .send(
                        "certificate_obtained",
                        Certificates.ec().domain(domain).make().data(domain));
        await().until(() -> control.get("/api/certificates/" + domain).status() == 200);
        return domain;
    }

    @Override
    public void close() {
        gateways.forEach(gateway -> control.delete("/api/gateways/" + gateway.id()));
        control.delete("/api/agents/" + agent.id());
    }
}
