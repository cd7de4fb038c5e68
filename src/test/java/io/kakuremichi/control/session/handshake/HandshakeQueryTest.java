package io.kakuremichi.control.session.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.credential.ClientType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeQueryTest {
    @ParameterizedTest
    @CsvSource({
        "type=agent, AGENT",
        "type=gateway, GATEWAY",
        "apiKey=agt_1, AGENT",
        "apiKey=gtw_1, GATEWAY",
        "x=1&type=agent&y, AGENT",
        "type=gateway&apiKey=agt_1, GATEWAY",
        "type=%61gent, AGENT"
    })
    void namesTheTypeOrTakesItFromTheKey(String query, ClientType type) {
        var parsed = HandshakeQuery.parse(query);

        assertThat(parsed.valid()).isTrue();
        assertThat(parsed.type()).contains(type);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"x=1", "Type=robot"})
    void mayNameNoType(String query) {
        var parsed = HandshakeQuery.parse(query);

        assertThat(parsed.valid()).isTrue();
        assertThat(parsed.type()).isEmpty();
        assertThat(parsed.apiKey()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type",
                "type=",
                "type=robot",
                "type=agent&type=agent",
                "apiKey=1",
                "apiKey=agt_1&apiKey=agt_1",
                "type=%zz"
            })
    void isInvalid(String query) {
        assertThat(HandshakeQuery.parse(query).valid()).isFalse();
    }

    @Test
    void aKeyKeepsItsPlus() {
        assertThat(HandshakeQuery.parse("apiKey=agt_%2B1").apiKey()).contains("agt_+1");
    }

    @Test
    void doesNotPrintTheKey() {
        assertThat(HandshakeQuery.parse("apiKey=agt_1")).asString().doesNotContain("agt_1");
    }
}
