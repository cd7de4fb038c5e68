package io.kakuremichi.control.platform;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartChecksTest {
    @Test
    void aCertificateWithoutNameIsRefused() {
        var variable = Map.of("QUARKUS_TLS_KEY_STORE_PEM_0_CERT", "tls.crt");
        var property = Map.of("quarkus.tls.key-store.pem.0.cert", "tls.crt");

        assertThatThrownBy(() -> StartChecks.check(environment(variable)))
                .hasMessageContaining("QUARKUS_TLS_WEB_KEY_STORE_");
        assertThatThrownBy(() -> StartChecks.check(properties(property)))
                .hasMessageContaining("QUARKUS_TLS_WEB_KEY_STORE_");
    }

    @Test
    void aCertificateWithNameIsFine() {
        var variable = Map.of("QUARKUS_TLS_WEB_KEY_STORE_PEM__0__CERT", "tls.crt");

        assertThatCode(() -> StartChecks.check(environment(variable))).doesNotThrowAnyException();
    }

    private static SmallRyeConfig environment(Map<String, String> variables) {
        return config().withSources(new EnvConfigSource(variables, 300)).build();
    }

    private static SmallRyeConfig properties(Map<String, String> properties) {
        return config().withSources(new PropertiesConfigSource(properties, "test", 300))
                .build();
    }

    private static SmallRyeConfigBuilder config() {
        return new SmallRyeConfigBuilder().withDefaultValue("kakuremichi.admin-token", "a-token-that-is-long-enough");
    }
}
