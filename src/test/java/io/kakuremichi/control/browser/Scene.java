package io.kakuremichi.control.browser;

import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.certificate.Certificates;
import io.kakuremichi.control.harness.Bodies.CertificateBody;
import io.kakuremichi.control.harness.Bodies.StatusBody;
import io.kakuremichi.control.harness.Bodies.StatusItem;
import io.kakuremichi.control.harness.Bodies.TunnelBody;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.TestClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A small company's tunnels with a bit of everything, for pictures: two gateways, six agents of which one is offline and one could not
 * apply its configuration, tunnels up, down and disabled, certificates of which one ends soon, tokens. Clients stay connected.
 */
final class Scene {
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final ControlApi control;
    private final TestClient tokyo;
    private final TestClient osaka;
    private final UUID shop;

    Scene(ControlApi control) {
        this.control = control;
        tokyo = gateway("tokyo", "203.0.113.7", "asia");
        osaka = agent("office-osaka", Map.of("site", "Osaka", "rack", "A2"));
        shop = tunnel("shop.example.com", osaka, "localhost:8080");
        play();
    }

    /** Every page of the console, below {@code /console/}, with its objects. */
    List<String> pages() {
        return List.of(
                "",
                "agents",
                "agents/" + osaka.id(),
                "gateways",
                "gateways/" + tokyo.id(),
                "tunnels",
                "tunnels/" + shop,
                "certificates",
                "audit",
                "tokens",
                "enrollment",
                "system");
    }

    private void play() {
        gateway("frankfurt", "198.51.100.20", "europe");
        tunnel("wiki.example.com", osaka, "10.20.0.15:3000");
        var kyoto = agent("lab-kyoto", Map.of("site", "Kyoto"));
        tunnel("git.example.com", kyoto, "localhost:3000");
        tunnel("ci.example.com", kyoto, "localhost:8090");
        var nas = agent("home-nas", Map.of());
        tunnel("photos.example.com", nas, "localhost:2342");
        var berlin = agent("clinic-berlin", Map.of("site", "Berlin"));
        tunnel("booking.example.com", berlin, "localhost:9000");
        var old = tunnel("old.example.com", berlin, "localhost:9001");
        control.changeTunnel(old, Map.of("enabled", false, "description", "Until the move is done"));
        var warehouse = agent("warehouse", Map.of("site", "Kobe"));
        tunnel("stock.example.com", warehouse, "localhost:8443");

        List.of(osaka, kyoto, nas, berlin).forEach(Scene::connect);
        report(osaka, "shop.example.com", "up");
        report(osaka, "wiki.example.com", "up");
        report(kyoto, "git.example.com", "up");
        report(kyoto, "ci.example.com", "down");
        report(nas, "photos.example.com", "up");
        nas.send("config_ack", Map.of("success", false, "error", "wg-quick: Operation not permitted"));
        certificate(tokyo, "shop.example.com", 62);
        certificate(tokyo, "git.example.com", 9);
        certificate(tokyo, "photos.example.com", 41);
        control.post("/api/tokens", Map.of("name", "deploy", "role", "operator"))
                .expect(201);
        control.post("/api/tokens", Map.of("name", "dashboard", "role", "viewer"))
                .expect(201);
        control.post("/api/enrollment-keys", Map.of("name", "web", "type", "agent"))
                .expect(201);
        awaitCertificates();
    }

    private TestClient gateway(String name, String publicIp, String region) {
        var gateway = control.createGateway(name);
        control.patch("/api/gateways/" + gateway.id(), Map.of("publicIp", publicIp, "region", region))
                .expect(200);
        connect(gateway);
        return gateway;
    }

    private TestClient agent(String name, Map<String, String> metadata) {
        var agent = control.createAgent(name);
        control.patch("/api/agents/" + agent.id(), Map.of("metadata", metadata)).expect(200);
        return agent;
    }

    private UUID tunnel(String domain, TestClient agent, String target) {
        return control.post("/api/tunnels", new TunnelBody(domain, agent.id(), target))
                .expect(201)
                .uuid("id");
    }

    private static void connect(TestClient client) {
        client.connect().heartbeatEvery(HEARTBEAT).send("config_ack", Map.of("success", true));
    }

    private static void report(TestClient agent, String domain, String status) {
        agent.send("status", new StatusBody(new StatusItem(domain, status)));
    }

    private static void certificate(TestClient gateway, String domain, int days) {
        var now = Instant.now();
        var made = Certificates.ec()
                .domain(domain)
                .valid(
                        now.minus(1, ChronoUnit.DAYS),
                        now.plus(days, ChronoUnit.DAYS).plus(1, ChronoUnit.HOURS))
                .make();
        gateway.send(
                "certificate_obtained",
                new CertificateBody(
                        domain, made.certificate(), made.key(), made.expiresAt().toString()));
    }

    private void awaitCertificates() {
        await("certificates")
                .until(() -> control.get("/api/certificates/photos.example.com").status() == 200);
    }
}
