package io.kakuremichi.control.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.common.AbstractConfigSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CertificateNameTest {
    private static final String SETTING = "quarkus.http.tls-configuration-name";
    private static final String UNNAMED = "QUARKUS_TLS_KEY_STORE_PEM_0_CERT";
    private static final String NAMED = "QUARKUS_TLS_WEB_KEY_STORE_PEM_0_CERT";

    private static final String UNNAMED_CERTIFICATE = "quarkus.tls.key-store.pem.0.cert";
    private static final String NAMED_CERTIFICATE = "quarkus.tls.web.key-store.pem.0.cert";

    @AfterEach
    void forget() {
        List.of(SETTING, UNNAMED_CERTIFICATE, NAMED_CERTIFICATE).forEach(System::clearProperty);
    }

    @Test
    void variablesMeanWhatTheySay() {
        CertificateName.choose(of(new EnvConfigSource(Map.of(UNNAMED, "other.crt", NAMED, "tls.crt"), 300)));

        assertThat(System.getProperty(UNNAMED_CERTIFICATE)).isEqualTo("other.crt");
        assertThat(System.getProperty(NAMED_CERTIFICATE)).isEqualTo("tls.crt");
    }

    @Test
    void aCertificateWithoutNameIsThePublicPortsToo() {
        CertificateName.choose(of(new EnvConfigSource(Map.of(UNNAMED, "tls.crt"), 300)));

        assertThat(System.getProperty(SETTING)).isEmpty();
    }

    @Test
    void theSameAsAProperty() {
        var property = Map.of(UNNAMED_CERTIFICATE, "tls.crt");

        CertificateName.choose(of(new PropertiesConfigSource(property, "test", 300)));

        assertThat(System.getProperty(SETTING)).isEmpty();
    }

    @Test
    void oneWithANameComesFirst() {
        CertificateName.choose(of(new EnvConfigSource(Map.of(UNNAMED, "other.crt", NAMED, "tls.crt"), 300)));

        assertThat(System.getProperty(SETTING)).isNull();
    }

    @Test
    void withoutACertificateNothingIsChosen() {
        CertificateName.choose(of(new EnvConfigSource(Map.of(), 300)));

        assertThat(System.getProperty(SETTING)).isNull();
    }

    private static SmallRyeConfig of(AbstractConfigSource source) {
        return new SmallRyeConfigBuilder().withSources(source).build();
    }
}
