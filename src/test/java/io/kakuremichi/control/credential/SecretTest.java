package io.kakuremichi.control.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
    @ParameterizedTest
    @CsvSource({"AGENT, agt_", "GATEWAY, gtw_"})
    void apiKeyIsAPrefixAnd32LettersOrDigits(ClientType type, String prefix) {
        var key = Secret.newApiKey(type).value();

        assertThat(key).matches(prefix + "[A-Za-z0-9]{32}");
    }

    @Test
    void keysUseTheWholeAlphabetAndDoNotRepeat() {
        var keys = IntStream.range(0, 1_000)
                .mapToObj(i -> Secret.newApiKey(ClientType.AGENT).value().substring(4))
                .toList();

        assertThat(keys).doesNotHaveDuplicates();
        assertThat(String.join("", keys).chars().distinct().count()).isEqualTo(62);
    }

    @Test
    void adminTokenHasAPrefixOfItsOwn() {
        assertThat(Secret.newAdminToken().value()).matches("adm_[A-Za-z0-9]{32}");
    }

    @Test
    void doesNotPrintItself() {
        assertThat(new Secret("hidden value")).hasToString("Secret[***]");
    }

    @Test
    void hashIsSha256InHex() {
        assertThat(new Secret("abc").hash().hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void hashOfTextBeyondAsciiIsThatOfItsUtf8() {
        assertThat(new Secret("鍵").hash().hex())
                .isEqualTo("1c59564ec66ed2d3fa1e611f43f781483c2ed4b44374d5673b933389c5779853");
    }

    @ParameterizedTest
    @CsvSource({"key, key, true", "key, Key, false", "key, 'key ', false"})
    void hashesMatchWhenTheSecretsAreTheSame(String one, String other, boolean match) {
        assertThat(new Secret(one).hash().matches(new Secret(other).hash())).isEqualTo(match);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 36, 37, 1_000, 100_000})
    void comparisonSeesNothingOfTheLengthOfWhatWasPresented(int length) {
        assertThat(new Secret("k".repeat(length)).hash().hex()).hasSize(64);
    }
}
