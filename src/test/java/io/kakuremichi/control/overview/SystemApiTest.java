package io.kakuremichi.control.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import org.junit.jupiter.api.Test;

/** {@code GET /api/system}. */
@ControlTest
class SystemApiTest {
    private final ControlApi control = ControlApi.ofTest();

    @Test
    void hasVersionDatabaseAndSettingsWithoutSecrets() {
        var answer = control.withRole("viewer").get("/api/system").expect(200);
        var system = answer.json();

        assertThat(system.path("version")).isEqualTo(control.get("/api/version").json());
        assertThat(system.at("/database/encoding").asText()).isEqualTo("UTF8");
        assertThat(system.at("/database/sizeBytes").asLong()).isGreaterThan(1_000_000);
        assertThat(system.at("/database/version").asText()).matches("\\d+.*");
        assertThat(system.path("settings"))
                .anySatisfy(setting -> {
                    assertThat(setting.path("name").asText()).isEqualTo("KAKUREMICHI_SESSION_HEARTBEAT_TIMEOUT");
                    assertThat(setting.path("value").asText()).matches("\\d+(ms|s|m|h|d)");
                })
                .noneSatisfy(
                        setting -> assertThat(setting.path("name").asText()).contains("TOKEN"));
    }
}
