package io.kakuremichi.control.rest;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static io.kakuremichi.control.rest.RestAssertions.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.EventStream;
import io.kakuremichi.control.harness.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of agents and of gateways, lists by name, and parameters that no call has. */
@ControlTest
class UniqueNamesTest {
    private static final int AT_ONCE = 8;

    private final ControlApi control = ControlApi.ofTest();
    private final List<String> created = new ArrayList<>();
    private final String name = ControlApi.uniqueName("name");

    /** Gateways have but 253 places. */
    @AfterEach
    void tidyUp() {
        created.forEach(control::delete);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "gateway"})
    void nameInUseIsADuplicate(String kind) {
        create(kind, name);
        var other = create(kind, ControlApi.uniqueName("other"));
        var before = control.get(other);

        var creation = control.post("/api/" + kind + "s", Map.of("name", name));
        var renaming = control.patch(other, Map.of("name", name));

        for (var refused : List.of(creation, renaming)) {
            assertError(refused, 409, "DUPLICATE");
            assertThat(refused.body()).contains(" " + kind + " named " + name + " already exists");
        }
        assertThat(control.get(other).header("ETag")).isEqualTo(before.header("ETag"));
        assertThat(control.get(other).text("name")).isEqualTo(before.text("name"));
    }

    @Test
    void agentAndGatewayMayHaveOneName() {
        create("agent", name);
        create("gateway", name);
    }

    @Test
    void nameIsFreeAfterARenamingAndADeletion() {
        var first = create("agent", name);
        control.patch(first, Map.of("name", ControlApi.uniqueName("renamed"))).expect(200);
        var second = create("agent", name);
        control.delete(second).expect(200);

        create("agent", name);
    }

    @Test
    void ofManyCreationsAtOnceOneSucceeds() throws InterruptedException {
        var answers = Together.run(AT_ONCE, i -> control.post("/api/agents", Map.of("name", name)));

        assertThat(answers)
                .extracting(ControlApi.Answer::status)
                .containsOnlyOnce(201)
                .containsOnly(201, 409);
        assertThat(list("/api/agents?name=" + name)).hasSize(1);
    }

    @Test
    void ofManyRenamingsAtOnceOneSucceeds() throws InterruptedException {
        var paths = new ArrayList<String>();
        for (var i = 0; i < AT_ONCE; i++) {
            paths.add(create("agent", ControlApi.uniqueName("before")));
        }

        var answers = Together.run(AT_ONCE, i -> control.patch(paths.get(i), Map.of("name", name)));

        assertThat(answers)
                .extracting(ControlApi.Answer::status)
                .containsOnlyOnce(200)
                .containsOnly(200, 409);
        assertThat(list("/api/agents?name=" + name)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "gateway"})
    void listsAreFilteredByName(String kind) {
        var path = create(kind, name);
        create(kind, name + "-2");

        var found = control.get("/api/" + kind + "s?name=" + name).expect(200).json();

        assertThat(found.path("total").asInt()).isOne();
        assertThat(found.path("nextCursor").isNull()).isTrue();
        assertThat(found.at("/" + kind + "s/0")).isEqualTo(control.get(path).json());
        assertThat(list("/api/" + kind + "s?status=online&name=" + name)).isEmpty();
        assertThat(list("/api/" + kind + "s?status=offline&limit=1&name=" + name))
                .hasSize(1);
        assertThat(list("/api/" + kind + "s?name=" + name.toUpperCase(java.util.Locale.ROOT)))
                .isEmpty();
    }

    @Test
    void tunnelsAreFilteredByDomain() {
        var agent = control.createAgent();
        var domain = ControlApi.uniqueDomain();
        var tunnel = control.createTunnel(domain, agent);
        control.createTunnel(ControlApi.uniqueDomain(), agent);

        for (var query : List.of("domain=" + domain, "domain=" + domain.toUpperCase(java.util.Locale.ROOT))) {
            var found = control.get("/api/tunnels?" + query + "&agentId=" + agent.id())
                    .expect(200)
                    .json();
            assertThat(found.path("total").asInt()).isOne();
            assertThat(found.at("/tunnels/0/id").asText()).isEqualTo(tunnel.toString());
        }
        assertThat(list("/api/tunnels?domain=" + domain + "&agentId=" + UUID.randomUUID()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/agents?nmae=office",
                "/api/agents?nmae",
                "/api/gateways?limit=1&nmae=a",
                "/api/tunnels?nmae=a&agentId=00000000-0000-0000-0000-000000000000",
                "/api/version?nmae=1",
                "/api/audit?nmae=1",
                "/api/session?nmae=1",
                "/api/backup?nmae=1",
                "/api/events?nmae=1",
                "/api/events?types=tunnel_create&nmae=1"
            })
    void parameterThatTheCallDoesNotHaveIsRefused(String path) {
        assertInvalid(control.get(path), "nmae");
        assertThat(control.call("HEAD", path, null).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/agents?name=a&name=b, name",
        "/api/tunnels?limit=1&limit=1, limit",
        "/api/audit?actor=a&actor=, actor"
    })
    void parameterThatIsGivenTwiceIsRefused(String path, String parameter) {
        var refused = control.get(path);

        assertError(refused, 400, "VALIDATION_ERROR");
        assertThat(refused.json().at("/error/details/" + parameter).asText()).isEqualTo("must be given once");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/agents?name=, name",
        "/api/agents?name, name",
        "/api/agents?limit=1&status=, status",
        "/api/gateways?name=, name",
        "/api/tunnels?domain=, domain",
        "/api/tunnels?agentId=, agentId",
        "/api/certificates?limit=, limit",
        "/api/clients?id=, id",
        "/api/clients?cursor=, cursor",
        "/api/audit?outcome=, outcome",
        "/api/export?managedBy=, managedBy",
        "/api/events?types=, types"
    })
    void parameterWithoutAValueIsRefused(String path, String parameter) {
        var refused = control.get(path);

        assertError(refused, 400, "VALIDATION_ERROR");
        assertThat(refused.json().at("/error/details/" + parameter).asText()).isEqualTo("must not be empty");
    }

    @Test
    void changesWithAnUnknownParameterChangeNothing() {
        var agent = create("agent", name);
        var etag = control.get(agent).header("ETag");

        assertInvalid(control.post("/api/agents?dryRun=true", Map.of("name", ControlApi.uniqueName("dry"))), "dryRun");
        assertInvalid(control.patch(agent + "?a=1&B=2", Map.of("name", ControlApi.uniqueName("dry"))), "a", "B");
        assertInvalid(control.delete(agent + "?force=true"), "force");
        assertInvalid(control.post("/api/import?dryRun", Map.of()), "dryRun");

        assertThat(control.get(agent).header("ETag")).isEqualTo(etag);
    }

    @Test
    void whoMayNotCallLearnsNothingOfParameters() {
        assertError(control.withToken("nobody").get("/api/agents?nmae=a"), 401, "UNAUTHORIZED");
        assertError(control.withRole("viewer").post("/api/agents?nmae=a", Map.of("name", name)), 403, "FORBIDDEN");
        assertError(control.get("/api/nothing?nmae=a"), 404, "NOT_FOUND");
        control.call("OPTIONS", "/api/agents?nmae=a", null).expect(200);
    }

    @Test
    void parametersOfTheCallAreTaken() throws Exception {
        control.get("/api/audit?since=2030-01-31T12:00:00Z&outcome=success&limit=1")
                .expect(200);
        control.get("/api/clients?id=" + UUID.randomUUID()).expect(200);
        try (var events = EventStream.open(control, TestDatabase.ADMIN_TOKEN, "?types=tunnel_create")) {
            events.awaitsHello();
        }
    }

    private String create(String kind, String called) {
        var path = control.post("/api/" + kind + "s", Map.of("name", called))
                .expect(201)
                .header("Location");
        created.add(path);
        return path;
    }

    private JsonNode list(String path) {
        var answer = control.get(path).expect(200).json();
        return answer.path(path.substring(path.lastIndexOf('/') + 1, path.indexOf('?')));
    }
}
