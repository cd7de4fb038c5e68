package io.kakuremichi.control.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.enrollment.EnrollmentBodies.Key;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.TestClient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Clients that enroll over WebSocket. */
record SocketEnrollments(ControlApi control) {
    /** Data of {@code auth}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Auth(
            @Nullable String enrollmentKey,
            @Nullable String publicKey,
            @Nullable String publicIp,
            @Nullable String name,
            @Nullable List<String> capabilities) {
        static Auth of(Key key, String publicKey) {
            return new Auth(key.secret(), publicKey, null, null, null);
        }

        static Auth behindHeader(String publicKey) {
            return new Auth(null, publicKey, null, null, null);
        }
    }

    /** Opens a socket with the key in its header. */
    TestClient withHeader(Key key, String address) {
        return control.stranger().open(address, "Authorization", "Bearer " + key.secret());
    }

    /** Opens a socket and sends the key. */
    TestClient send(Key key, String publicKey) {
        return control.stranger().open("/ws").send("auth", Auth.of(key, publicKey));
    }

    /** Enrolls and waits for the configuration. */
    TestClient enroll(Key key, String publicKey) {
        return send(key, publicKey).awaitConfig();
    }

    static JsonNode data(TestClient socket, String type) {
        return socket.awaits(type).path("data");
    }

    static String apiKey(TestClient socket) {
        return data(socket, "enrolled").path("apiKey").asText();
    }

    static String id(TestClient socket) {
        return data(socket, "enrolled").path("id").asText();
    }

    static int used(Key key) {
        return key.show().json().path("used").asInt();
    }

    static void assertRefused(TestClient socket) {
        assertThat(data(socket, "auth_error").toString()).isEqualTo("{\"message\":\"Invalid enrollment key\"}");
        assertThat(socket.awaitsClose()).isEqualTo(4401);
        assertThat(socket.messageTypes()).containsExactly("auth_error");
    }
}
