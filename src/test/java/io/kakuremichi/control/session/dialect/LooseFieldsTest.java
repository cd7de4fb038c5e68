package io.kakuremichi.control.session.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.network.WireGuardKeyPair;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields of the flat dialect that keep no client out, whatever is in them. */
@ControlTest
class LooseFieldsTest {
    private final ControlApi control = ControlApi.ofTest();
    private final TestClient agent = control.createAgent();
    private final TestClient gateway = control.createGateway();

    @AfterEach
    void freeItsPlace() {
        control.delete("/api/gateways/" + gateway.id());
    }

    /** What an address checker answered, or a client sent that has a fault. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"gateway.example\"",
                "\"192.0.2.62\\n\"",
                "\"<!DOCTYPE html>\\n<html><body>Too many requests</body></html>\"",
                "\"\\ud83d\"",
                "\"\\u0000\"",
                "\"::gggg\"",
                "42",
                "{\"ip\": \"192.0.2.62\"}",
                "[]"
            })
    void anAddressThatIsNoneIsTakenAsNotGivenAndRestWarns(String address) {
        control.patch("/api/gateways/" + gateway.id(), Map.of("publicIp", "192.0.2.61"))
                .expect(200);

        gateway.open("/").sendRaw("""
                {"type":"auth","timestamp":"?","apiKey":"%s","clientType":"gateway","publicKey":"%s","publicIp":%s}""".formatted(
                        gateway.apiKey(), WireGuardKeyPair.generate().publicKey(), address));

        gateway.awaits("config_update");
        await().until(() -> lastErrorOfGateway().contains("\"publicIp\" of auth is not an IPv4 or IPv6 address"));
        assertThat(lastErrorOfGateway()).doesNotContain("\n").hasSizeLessThan(200);
        assertThat(gateway.messageTypes()).startsWith("auth_success").doesNotContain("error");
        assertThat(control.get("/api/gateways/" + gateway.id()).text("publicIp"))
                .isEqualTo("192.0.2.61");
    }

    @Test
    void aPublicKeyThatIsNoneIsTakenAsNotGiven() {
        agent.open("/").sendRaw("""
                {"type":"auth","timestamp":1,"apiKey":"%s","clientType":"agent","publicKey":"none"}""".formatted(agent.apiKey()));

        agent.awaits("config_update");
        await().until(() -> control.get("/api/agents/" + agent.id())
                .json()
                .path("lastError")
                .path("message")
                .asText()
                .contains("\"publicKey\" of auth"));
    }

    private String lastErrorOfGateway() {
        return control.get("/api/gateways/" + gateway.id())
                .json()
                .path("lastError")
                .path("message")
                .asText();
    }
}
