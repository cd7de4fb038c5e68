package io.kakuremichi.control.enrollment;

import static io.kakuremichi.control.enrollment.SocketEnrollments.assertRefused;
import static io.kakuremichi.control.enrollment.SocketEnrollments.data;
import static io.kakuremichi.control.enrollment.SocketEnrollments.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kakuremichi.control.enrollment.EnrollmentBodies.Key;
import io.kakuremichi.control.enrollment.SocketEnrollments.Auth;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.network.WireGuardKeyPair;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the WebSocket protocol does not take for an enrollment. */
@ControlTest
class SocketEnrollmentRefusalsTest {
    @Inject
    MeterRegistry metrics;

    private final ControlApi control = ControlApi.ofTest();
    private final SocketEnrollments sockets = new SocketEnrollments(control);
    private final String publicKey = newPublicKey();

    @Test
    void keyOfTheOtherTypeIsRefusedAndCounted() {
        var key = Key.of(control, "agent");
        var before = wrongTypes();

        assertRefused(control.stranger().open("/ws?type=gateway").send("auth", Auth.of(key, publicKey)));

        assertThat(used(key)).isZero();
        assertThat(wrongTypes() - before).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"enr_00000000000000000000000000000000", "enr_1", "", "agt_00000000000000000000000000000000"})
    void wrongKeyIsRefused(String wrong) {
        assertRefused(control.stranger().open("/ws").send("auth", new Auth(wrong, publicKey, null, null, null)));
    }

    @Test
    void anotherKeyThanTheHeadersIsRefused() {
        var socket = sockets.withHeader(Key.of(control, "agent"), "/ws");

        assertRefused(socket.send("auth", Auth.of(Key.of(control, "agent"), publicKey)));
    }

    @Test
    void withoutAPublicKeyNothingIsUsedAndTheClientMayTryAgain() {
        var key = Key.of(control, "agent");
        var socket = sockets.withHeader(key, "/ws").send("auth", new Auth(null, null, null, null, null));

        assertThat(data(socket, "error").path("message").asText())
                .startsWith("\"publicKey\" is required with an enrollment key");
        assertThat(used(key)).isZero();

        socket.send("auth", Auth.behindHeader(publicKey)).awaitConfig();
    }

    @Test
    void takenNameUsesNothingAndTheClientMayTryAgain() {
        var key = Key.of(control, "agent");
        var taken = control.createAgent().created().path("name").asText();
        var socket = sockets.withHeader(key, "/ws").send("auth", new Auth(null, publicKey, null, taken, null));

        assertThat(data(socket, "error").path("message").asText()).contains(taken);
        assertThat(used(key)).isZero();

        socket.send("auth", Auth.behindHeader(publicKey)).awaitConfig();
        assertThat(socket.messageTypes()).containsExactly("error", "enrolled", "auth_success", "config");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"enrollmentKey\": 1, \"publicKey\": \"%1$s\"}",
                "{\"enrollmentKey\": {}, \"publicKey\": \"%1$s\"}",
                "{\"enrollmentKey\": \"\\ud800\", \"publicKey\": \"%1$s\"}",
                "{\"publicKey\": \"\"}",
                "{\"publicKey\": \"bm8=\"}",
                "{\"publicKey\": [\"%1$s\"]}",
                "{\"publicKey\": \"%1$s\", \"name\": \"a b\"}",
                "{\"publicKey\": \"%1$s\", \"name\": 7}",
                "{\"publicKey\": \"%1$s\", \"name\": \"\\u0000\"}",
                "{\"publicKey\": \"%1$s\", \"publicIp\": \"here\"}",
                "{\"publicKey\": \"%1$s\", \"capabilities\": \"ack\"}",
                "{\"publicKey\": \"%1$s\", \"resume\": 1}",
                "{\"publicKey\": \"%1$s\", \"apiKey\": \"agt_00000000000000000000000000000000\"}",
            })
    void malformedFieldIsAnErrorAndUsesNothing(String data) {
        var key = Key.of(control, "agent");
        var socket = sockets.withHeader(key, "/ws");

        socket.sendRaw("{\"type\": \"auth\", \"data\": " + data.formatted(publicKey) + "}");

        assertThat(data(socket, "error").path("code").asText()).isEqualTo("INVALID_MESSAGE");
        assertThat(socket.messageTypes()).containsExactly("error");
        assertThat(used(key)).isZero();
    }

    @Test
    void enrollmentKeyBesideAnApiKeyOfTheQueryIsAnError() {
        var agent = control.createAgent();
        agent.open("/ws?apiKey=" + agent.apiKey()).send("auth", Auth.of(Key.of(control, "agent"), publicKey));

        assertThat(data(agent, "error").path("code").asText()).isEqualTo("INVALID_MESSAGE");
    }

    @Test
    void liveConnectionDoesNotEnroll() {
        var key = Key.of(control, "agent");
        for (var live : List.of(control.createAgent().openWithBearer().awaitConfig(), sockets.enroll(key, publicKey))) {
            live.send("auth", Auth.of(key, newPublicKey()));

            assertThat(data(live, "error").path("code").asText()).isEqualTo("INVALID_MESSAGE");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer enr_1",
                "Bearer enr_0000000000000000000000000000000'",
                "enr_00000000000000000000000000000000"
            })
    void headerWithoutTheFormOfAKeyIsRefusedBeforeTheUpgrade(String authorization) {
        assertThatThrownBy(() -> control.stranger().open("/ws", "Authorization", authorization))
                .isInstanceOfSatisfying(TestClient.UpgradeRefused.class, refused -> assertThat(refused.status())
                        .isEqualTo(401));
    }

    private static String newPublicKey() {
        return WireGuardKeyPair.generate().publicKey();
    }

    private double wrongTypes() {
        return metrics.get("kakuremichi.enrollments")
                .tag("outcome", "wrong_type")
                .counter()
                .count();
    }
}
