package io.kakuremichi.control.rest;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ControlTest
class PreconditionTest {
    private static final String STALE = "\"12345\"";

    private final ControlApi control = ControlApi.ofTest();

    @ParameterizedTest
    @ValueSource(strings = {"agents", "gateways", "tunnels"})
    void changeIsMadeWhenTheVersionIsTheCurrentOneAndGivesANewOne(String kind) {
        var path = create(kind);
        var version = control.get(path).header("ETag");

        var changed = control.patch(path, change(kind, 1), "If-Match", version).expect(200);

        assertThat(changed.header("ETag")).isNotEqualTo(version);
        assertThat(control.get(path).header("ETag")).isEqualTo(changed.header("ETag"));
        assertError(control.patch(path, change(kind, 2), "If-Match", version), 412, "PRECONDITION_FAILED");
        control.delete(path, "If-Match", changed.header("ETag")).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agents", "gateways", "tunnels"})
    void deletionIsRefusedWhenTheVersionIsNotTheCurrentOne(String kind) {
        var path = create(kind);

        assertError(control.delete(path, "If-Match", STALE), 412, "PRECONDITION_FAILED");
        control.get(path).expect(200);
        control.delete(path).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "%s", " %s ", "\"12345\", %s", "%s,\"12345\"", "\"a,b\", %s", "W/\"1\", %s"})
    void theseNameTheCurrentVersion(String ifMatch) {
        var path = create("tunnels");
        var version = control.get(path).header("ETag");

        control.patch(path, change("tunnels", 1), "If-Match", ifMatch.formatted(version))
                .expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"12345\"", "W/%s", "0", "\"\"", "\"*\"", "\"1\", \"2\", \"3\"", ",", "nonsense"})
    void theseDoNot(String ifMatch) {
        var path = create("tunnels");
        var version = control.get(path).header("ETag");

        var refused = control.patch(path, change("tunnels", 1), "If-Match", ifMatch.formatted(version));

        assertError(refused, 412, "PRECONDITION_FAILED");
        assertThat(control.get(path).header("ETag")).isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "%s", "W/%s", "\"12345\", %s"})
    void changeOfAVersionThatIfNoneMatchNamesIsRefused(String ifNoneMatch) {
        var path = create("tunnels");
        var version = control.get(path).header("ETag");

        var refused = control.patch(path, change("tunnels", 1), "If-None-Match", ifNoneMatch.formatted(version));

        assertError(refused, 412, "PRECONDITION_FAILED");
        assertThat(control.get(path, "If-None-Match", version).expect(200).header("ETag"))
                .isEqualTo(version);
        control.patch(path, change("tunnels", 1), "If-None-Match", STALE).expect(200);
    }

    @Test
    void whatIsNotThereIsNotFoundWhateverTheVersion() {
        var path = create("tunnels");
        control.delete(path).expect(200);

        assertError(control.patch(path, "{}", "If-Match", STALE), 404, "NOT_FOUND");
        assertError(control.delete(path, "If-Match", "*"), 404, "NOT_FOUND");
    }

    @Test
    void newKeyIsANewVersion() {
        var path = create("agents");
        var version = control.get(path).header("ETag");

        control.post(path + "/api-key", null).expect(200);

        assertThat(control.get(path).header("ETag")).isNotEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agents", "gateways", "tunnels"})
    void ofChangesAtOnceWithTheSameVersionExactlyOneWins(String kind) throws InterruptedException {
        var path = create(kind);
        var version = control.get(path).header("ETag");

        var statuses = Together.run(8, i -> control.patch(path, change(kind, i), "If-Match", version)
                .status());

        assertThat(statuses).hasSize(8).containsOnlyOnce(200).containsOnly(200, 412);
        control.delete(path).expect(200);
    }

    @Test
    void ofDeletionsAtOnceExactlyOneWins() throws InterruptedException {
        var path = create("tunnels");

        var statuses = Together.run(8, i -> control.delete(path).status());

        assertThat(statuses).hasSize(8).containsOnlyOnce(200).containsOnly(200, 404);
    }

    private String create(String kind) {
        return switch (kind) {
            case "agents" -> "/api/agents/" + control.createAgent().id();
            case "gateways" -> "/api/gateways/" + control.createGateway().id();
            default -> "/api/tunnels/" + control.createTunnel(ControlApi.uniqueDomain(), control.createAgent());
        };
    }

    private static Map<String, String> change(String kind, int number) {
        return kind.equals("tunnels")
                ? Map.of("target", "host:" + (1 + number))
                : Map.of("name", ControlApi.uniqueName("changed-" + number));
    }
}
