package io.kakuremichi.control.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kakuremichi.control.credential.KeyRing.SealBrokenException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
    private static final String OLD = key(1);
    private static final String NEW = key(2);
    private static final Secret PLAIN = new Secret("a private key");

    private final KeyRing keys = KeyRing.parse("new:" + NEW + ",old:" + OLD);

    private static String key(int fill) {
        var bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void opensWhatItSealed() {
        assertThat(keys.open(keys.seal(PLAIN, "place"), "place")).isEqualTo(PLAIN);
    }

    @Test
    void sealsUnderTheFirstKeyAndOpensUnderAll() {
        var sealed = KeyRing.parse("old:" + OLD).seal(PLAIN, "place");

        assertThat(keys.seal(PLAIN, "place")).startsWith("v1.new.").startsWith(keys.newestPrefix());
        assertThat(keys.open(sealed, "place")).isEqualTo(PLAIN);
    }

    @Test
    void neverSealsTheSameTwice() {
        assertThat(keys.seal(PLAIN, "place")).isNotEqualTo(keys.seal(PLAIN, "place"));
    }

    @Test
    void opensNowhereElse() {
        var sealed = keys.seal(PLAIN, "agents.wireguard_private_key/1");

        assertThatThrownBy(() -> keys.open(sealed, "agents.wireguard_private_key/2"))
                .isInstanceOf(SealBrokenException.class);
    }

    @Test
    void opensNothingThatWasCutShortAnywhere() {
        // Base64 reads the same without its padding.
        var sealed = keys.seal(PLAIN, "place").replace("=", "");

        for (var length = 0; length < sealed.length(); length++) {
            var cut = sealed.substring(0, length);
            assertThatThrownBy(() -> keys.open(cut, "place"))
                    .as(cut)
                    .isInstanceOf(SealBrokenException.class)
                    .hasMessageNotContaining("private key");
        }
    }

    @Test
    void opensNothingOfAKeyThatIsGone() {
        var sealed = KeyRing.parse("older:" + key(3)).seal(PLAIN, "place");

        assertThatThrownBy(() -> keys.open(sealed, "place"))
                .isInstanceOf(SealBrokenException.class)
                .hasMessageContaining("older");
    }

    @Test
    void opensNothingSealedUnderAnotherKeyOfTheSameId() {
        var sealed = KeyRing.parse("new:" + key(3)).seal(PLAIN, "place");

        assertThatThrownBy(() -> keys.open(sealed, "place")).isInstanceOf(SealBrokenException.class);
    }

    @Test
    void knowsAKeyWithoutAnIdByItsFingerprint() {
        var ring = KeyRing.parse(NEW + "\n" + OLD + "\n");

        assertThat(ring.open(KeyRing.parse(OLD).seal(PLAIN, "place"), "place")).isEqualTo(PLAIN);
        assertThat(ring.newest()).hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " , ", "AAAA", "not base64!", "a b:AAAA", "a:", "x:AAAAAAAAAAAAAAAAAAAAAA=="})
    void refusesWhatIsNoKeyWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> KeyRing.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("AAAA");
    }

    @Test
    void refusesTwoKeysOfOneId() {
        assertThatThrownBy(() -> KeyRing.parse("a:" + OLD + ",a:" + NEW)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void printsNoKey() {
        assertThat(keys.toString()).doesNotContain(OLD).doesNotContain(NEW);
    }
}
