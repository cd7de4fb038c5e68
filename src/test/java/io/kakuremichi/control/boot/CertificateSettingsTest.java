package io.kakuremichi.control.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.tls.runtime.config.TlsConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The documented variables of the certificate are those that Quarkus understands: a wrong one it ignores. */
class CertificateSettingsTest {
    private static final Path PROPERTIES = Path.of("src/main/resources/application.properties");

    @Test
    void documentedVariablesReachTheConfigurationOfThePublicPort() throws IOException {
        var variables = Map.of(
                "QUARKUS_TLS__WEB__KEY_STORE_PEM__0__CERT", "tls.crt",
                "QUARKUS_TLS__WEB__KEY_STORE_PEM__0__KEY", "tls.key",
                "QUARKUS_TLS__WEB__TRUST_STORE_PEM_CERTS", "ca.crt",
                "QUARKUS_TLS__WEB__RELOAD_PERIOD", "1h",
                "QUARKUS_TLS__WEB__PROTOCOLS", "TLSv1.3");
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withSources(
                        new EnvConfigSource(variables, 300),
                        new PropertiesConfigSource(PROPERTIES.toUri().toURL(), 250))
                .withMapping(TlsConfig.class)
                .withValidateUnknown(false)
                .build();

        var web = config.getConfigMapping(TlsConfig.class)
                .namedCertificateConfig()
                .get(config.getValue("quarkus.http.tls-configuration-name", String.class));

        var certificate =
                web.keyStore().orElseThrow().pem().orElseThrow().keyCerts().get("0");
        assertThat(certificate.cert()).isEqualTo(Path.of("tls.crt"));
        assertThat(certificate.key()).isEqualTo(Path.of("tls.key"));
        assertThat(web.trustStore().orElseThrow().pem().orElseThrow().certs().orElseThrow())
                .containsExactly(Path.of("ca.crt"));
        assertThat(web.reloadPeriod())
                .hasValueSatisfying(period -> assertThat(period).hasHours(1));
        assertThat(web.protocols()).containsExactly("TLSv1.3");
    }
}
