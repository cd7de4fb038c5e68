package io.kakuremichi.control.credential;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientTypeTest {
    @ParameterizedTest
    @EnumSource
    void isFoundByItsName(ClientType type) {
        assertThat(ClientType.named(type.wireName())).contains(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Agent", "AGENT", "agent ", "control"})
    void otherNamesAreNoType(String name) {
        assertThat(ClientType.named(name)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsKeys(ClientType type) {
        assertThat(ClientType.ofKey(Secret.newApiKey(type).value())).contains(type);
    }

    @ParameterizedTest
    @CsvSource({"''", "agt", "AGT_x", "adm_x", "' agt_x'"})
    void otherKeysAreOfNoType(String key) {
        assertThat(ClientType.ofKey(key)).isEmpty();
    }
}
