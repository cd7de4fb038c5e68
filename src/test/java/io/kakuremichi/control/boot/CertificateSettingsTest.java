package io.kakuremichi.control.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.config.TlsFiles;
import io.quarkus.tls.runtime.config.TlsConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
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
        assertReached(Map.of(
                "KAKUREMICHI_TLS_CERTIFICATE_FILE", "tls.crt",
                "KAKUREMICHI_TLS_KEY_FILE", "tls.key",
                "KAKUREMICHI_TLS_GATEWAYS_CA_FILE", "ca.crt",
                "KAKUREMICHI_TLS_RELOAD_PERIOD", "1h",
                "QUARKUS_TLS__WEB__PROTOCOLS", "TLSv1.3"));
    }

    /** They were documented before. */
    @Test
    void variablesOfTheFrameworkReachItToo() throws IOException {
        assertReached(Map.of(
                "QUARKUS_TLS__WEB__KEY_STORE_PEM__0__CERT", "tls.crt",
                "QUARKUS_TLS__WEB__KEY_STORE_PEM__0__KEY", "tls.key",
                "QUARKUS_TLS__WEB__TRUST_STORE_PEM_CERTS", "ca.crt",
                "QUARKUS_TLS__WEB__RELOAD_PERIOD", "1h",
                "QUARKUS_TLS__WEB__PROTOCOLS", "TLSv1.3"));
    }

    @Test
    void authorityOfTheIssuerReachesItsConfiguration() throws IOException {
        var oidc = config(Map.of("KAKUREMICHI_OIDC_CA_FILE", "/etc/a,b/ca.crt"))
                .getConfigMapping(TlsConfig.class)
                .namedCertificateConfig()
                .get("oidc");

        assertThat(oidc.trustStore().orElseThrow().pem().orElseThrow().certs().orElseThrow())
                .containsExactly(Path.of("/etc/a,b/ca.crt"));
    }

    private static void assertReached(Map<String, String> variables) throws IOException {
        var config = config(variables);

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

    private static SmallRyeConfig config(Map<String, String> variables) throws IOException {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withSources(
                        new EnvConfigSource(variables, 300),
                        new PropertiesConfigSource(PROPERTIES.toUri().toURL(), 250))
                .withSources(new TlsFiles())
                .withMapping(TlsConfig.class)
                .withValidateUnknown(false)
                .build();
    }
}
