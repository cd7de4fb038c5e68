package io.kakuremichi.control.boot;

import static io.kakuremichi.control.boot.StartChecksTest.builder;
import static io.kakuremichi.control.boot.StartChecksTest.check;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kakuremichi.control.harness.TestDatabase;
import io.smallrye.config.PropertiesConfigSource;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that set nothing, and names that are nobody's mistake. */
class SettingNamesTest {
    @ParameterizedTest
    @CsvSource({
        "KAKUREMICHI_TLS_REQUIERD, KAKUREMICHI_TLS_REQUIRED",
        "KAKUREMCHI_TLS_REQUIRED, KAKUREMICHI_TLS_REQUIRED",
        "KAKUREMICHI__TLS_REQUIRED, KAKUREMICHI_TLS_REQUIRED",
        "kakuremichi_tls_requierd, KAKUREMICHI_TLS_REQUIRED",
        "KAKUREMICHI_ADMINTOKEN, KAKUREMICHI_ADMIN_TOKEN",
        "KAKUREMICHI_HEARTBEAT_TIMEOUT, KAKUREMICHI_SESSION_HEARTBEAT_TIMEOUT",
        "KAKUREMICHI_TLS_CERT_FILE, KAKUREMICHI_TLS_CERTIFICATE_FILE",
        "KAKUREMICHI_HTTP_PORT, KAKUREMICHI_",
        "KAKUREMICHI_DATABASE_EMBEDDED, KAKUREMICHI_DATABASE_",
        "_PROD_KAKUREMICHI_TLS_REQUIERD, KAKUREMICHI_TLS_REQUIRED"
    })
    void refusesAnUnknownVariableWithTheNearestOne(String variable, String nearest) {
        assertThatThrownBy(() -> check(Map.of(variable, "false")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(variable + " is not a setting: did you mean " + nearest);
    }

    @ParameterizedTest
    @CsvSource({
        "kakuremichi.tls.requierd, 'kakuremichi.tls.requierd in file.properties is not a setting: did you mean kakuremichi.tls.required?'",
        "%prod.kakuremichi.data.dir, did you mean kakuremichi.data-dir?",
        "KAKUREMICHI_TLS_REQUIRED, is the name of a variable: did you mean kakuremichi.tls.required?"
    })
    void refusesAnUnknownPropertyOfAFile(String property, String sentence) {
        var config = builder(Map.of("KAKUREMICHI_ADMIN_TOKEN", TestDatabase.ADMIN_TOKEN))
                .withSources(new PropertiesConfigSource(Map.of(property, "false"), "file.properties", 260))
                .build();

        assertThatThrownBy(() -> StartChecks.check(config)).hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "KAKUREMICHI_CONTROL_SERVICE_HOST, 10.96.0.7",
        "KAKUREMICHI_CONTROL_SERVICE_PORT, 3001",
        "KAKUREMICHI_CONTROL_SERVICE_PORT_HTTP, 3001",
        "KAKUREMICHI_CONTROL_PORT, tcp://10.96.0.7:3001",
        "KAKUREMICHI_CONTROL_PORT_3001_TCP, tcp://10.96.0.7:3001",
        "KAKUREMICHI_CONTROL_PORT_3001_TCP_PROTO, tcp",
        "KAKUREMICHI_CONTROL_PORT_3001_TCP_PORT, 3001",
        "KAKUREMICHI_CONTROL_PORT_3001_TCP_ADDR, 10.96.0.7",
        "KAKUREMICHI_SERVICE_HOST, 10.96.0.7",
        "KAKUREMICHI_PORT, tcp://10.96.0.7:3001",
        "KAKUREMICHI_URL, http://localhost:3001",
        "KAKUREMICHI_TOKEN, x",
        "KAKUREMICHI_CA_FILE, ca.crt",
        "KAKUREMICHI_CLIENT_CERTIFICATE_FILE, client.crt",
        "KAKUREMICHI_CLIENT_KEY_FILE, client.key",
        "KAKUREMICHI_ENROLLMENT_KEY, x",
        "KAKUREMICHI_TRUSTED_PROXIES_0_, 127.0.0.1",
        "_PROD_KAKUREMICHI_TLS_REQUIRED, false",
        "KAFKA_URL, x"
    })
    void knowsNamesThatAreNotItsSettings(String variable, String value) {
        assertThatCode(() -> check(Map.of(variable, value))).doesNotThrowAnyException();
    }
}
