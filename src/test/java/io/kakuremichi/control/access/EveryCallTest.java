package io.kakuremichi.control.access;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call that is documented states the role it needs and holds callers to it. */
@ControlTest
class EveryCallTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final ControlApi control = ControlApi.ofTest();

    @TestHTTPResource(value = "/openapi?format=json", management = true)
    URL openApi;

    private final List<Call> calls = new ArrayList<>();

    private record Call(String method, String path, String role) {}

    @BeforeEach
    void readDocument() throws IOException {
        JsonNode document = new ObjectMapper().readTree(openApi.openStream().readAllBytes());
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(operation -> METHODS.contains(operation.getKey()))
                .forEach(operation -> calls.add(new Call(
                        operation.getKey().toUpperCase(Locale.ROOT),
                        path.getKey(),
                        operation.getValue().path("x-required-role").asText()))));
        assertThat(calls.removeIf(EveryCallTest::isLogin)).isTrue();
        assertThat(calls.removeIf(EveryCallTest::isEnrollment)).isTrue();
        assertThat(calls).hasSizeGreaterThan(24);
    }

    /** The one call that needs no role, because its body has the credentials. */
    private static boolean isLogin(Call call) {
        return call.path().equals("/api/session") && call.method().equals("POST");
    }

    /** The one call that no role permits, but an enrollment key. */
    private static boolean isEnrollment(Call call) {
        return call.path().equals("/api/enroll") && call.method().equals("POST");
    }

    @Test
    void everyCallStatesItsRole() {
        assertThat(calls).allSatisfy(call -> assertThat(call.role()).isIn("viewer", "operator", "admin"));
    }

    @Test
    void rolesAreThoseOfTheContract() {
        assertThat(calls)
                .allSatisfy(call -> assertThat(call.role()).as(call.toString()).isEqualTo(contract(call)));
    }

    private static String contract(Call call) {
        if (call.path().matches("/api/(tokens|enrollment-keys|audit|backup).*")) {
            return "admin";
        }
        if (call.method().equals("GET") || call.path().equals("/api/session")) {
            return "viewer";
        }
        return call.path().matches("/api/(tunnels|apply).*") ? "operator" : "admin";
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void everyCallIsHeldToItsRole(Role role) {
        var caller = control.withRole(role.wireName());

        assertThat(calls).allSatisfy(call -> {
            var answer = make(call, caller);
            if (role.covers(Role.named(call.role()))) {
                assertThat(answer.status()).isNotIn(401, 403, 405).isLessThan(500);
            } else {
                assertError(answer, 403, "FORBIDDEN");
            }
        });
    }

    @Test
    void nobodyMayCallAnything() {
        assertThat(calls).allSatisfy(call -> assertError(make(call, control.withToken("none")), 401, "UNAUTHORIZED"));
    }

    /** About things that are not there, so that nothing comes of it. */
    private static ControlApi.Answer make(Call call, ControlApi caller) {
        var path = call.path().replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
        var body = call.method().equals("POST") || call.method().equals("PATCH") ? "{}" : null;
        // A stream would not end.
        var ending = path.equals("/api/events") ? path + "?types=none" : path;
        return caller.call(call.method(), ending, body);
    }
}
