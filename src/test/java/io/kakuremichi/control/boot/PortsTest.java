package io.kakuremichi.control.boot;

import static io.kakuremichi.control.boot.StartChecksTest.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ports that a start cannot open. */
class PortsTest {
    @Test
    void namesTheSettingOfAPortInUse() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = String.valueOf(taken.getLocalPort());

            assertThatThrownBy(() -> Ports.check(
                            config(Map.of(
                                    "QUARKUS_HTTP_PORT",
                                    "0",
                                    "QUARKUS_MANAGEMENT_PORT",
                                    port,
                                    "QUARKUS_MANAGEMENT_HOST",
                                    "127.0.0.1")),
                            false))
                    .hasMessage("port " + port
                            + " is in use by another process: stop it, or set QUARKUS_MANAGEMENT_PORT to another port");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "QUARKUS_HTTP_PORT|9000|QUARKUS_HTTP_PORT and QUARKUS_MANAGEMENT_PORT are both 9000",
                "QUARKUS_HTTP_SSL_PORT|3001|QUARKUS_HTTP_PORT and QUARKUS_HTTP_SSL_PORT are both 3001"
            })
    void refusesPortsThatCannotBe(String variable, String value, String sentence) {
        assertThatThrownBy(() -> Ports.check(config(Map.of(variable, value)), true))
                .hasMessageContaining(sentence);
    }

    @Test
    void refusesAnAddressThatIsNotOfThisMachine() {
        assertThatThrownBy(() ->
                        Ports.check(config(Map.of("QUARKUS_HTTP_PORT", "0", "QUARKUS_HTTP_HOST", "192.0.2.1")), false))
                .hasMessage("QUARKUS_HTTP_HOST is \"192.0.2.1\", which is no address of this machine");
    }

    /** Before Quarkus starts, a native binary can't read what is built into it. */
    @Test
    void portsHaveTheDefaultsOfTheFramework() throws Exception {
        var ours = new Properties();
        try (var file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            ours.load(file);
        }

        assertThat(Stream.of("quarkus.http.port", "quarkus.http.ssl-port", "quarkus.management.port")
                        .map(ours::getProperty))
                .containsExactly("3001", "3443", "9000");
    }
}
