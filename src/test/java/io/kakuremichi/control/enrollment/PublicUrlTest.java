package io.kakuremichi.control.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicUrlTest {
    @ParameterizedTest
    @CsvSource({
        "https://control.example, wss://control.example/ws",
        "https://control.example:8443/, wss://control.example:8443/ws",
        "http://[::1]:3001, ws://[::1]:3001/ws"
    })
    void theConfiguredAddressCountsWhateverTheRequestSays(String configured, String url) {
        assertThat(new PublicUrl(Optional.of(configured), null).ofSockets(null)).isEqualTo(url);
    }
}
