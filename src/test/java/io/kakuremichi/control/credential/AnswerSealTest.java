package io.kakuremichi.control.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerSealTest {
    private static final Secret PASSPHRASE = new Secret("POST /api/agents\nsome key");
    private static final byte[] PLAIN = "{\"apiKey\":\"agt_x\"}".getBytes(UTF_8);

    @Property(tries = 200)
    void opensWhatItSealed(@ForAll byte[] plain, @ForAll String passphrase) {
        var sealed = AnswerSeal.seal(new Secret("p" + passphrase), plain);

        assertThat(AnswerSeal.open(new Secret("p" + passphrase), sealed)).isEqualTo(plain);
    }

    @Test
    void theSameIsSealedDifferentlyEachTime() {
        assertThat(AnswerSeal.seal(PASSPHRASE, PLAIN)).isNotEqualTo(AnswerSeal.seal(PASSPHRASE, PLAIN));
    }

    @Test
    void showsNothingOfThePlainText() {
        var sealed = new String(AnswerSeal.seal(PASSPHRASE, PLAIN), UTF_8);

        assertThat(sealed).doesNotContain("apiKey", "agt_");
    }

    @Test
    void staysShutForAnotherPassphrase() {
        var sealed = AnswerSeal.seal(PASSPHRASE, PLAIN);

        assertThatThrownBy(() -> AnswerSeal.open(new Secret("POST /api/agents\nother key"), sealed))
                .isInstanceOf(IllegalStateException.class)
                .message()
                .doesNotContain("other key");
    }

    @Test
    void everyTamperedByteIsNoticed() {
        var sealed = AnswerSeal.seal(PASSPHRASE, PLAIN);

        for (var i = 0; i < sealed.length; i++) {
            var tampered = sealed.clone();
            tampered[i] ^= 1;
            assertThatThrownBy(() -> AnswerSeal.open(PASSPHRASE, tampered)).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 13, 28})
    void aShortenedSealIsNoticed(int length) {
        var sealed = Arrays.copyOf(AnswerSeal.seal(PASSPHRASE, PLAIN), length);

        assertThatThrownBy(() -> AnswerSeal.open(PASSPHRASE, sealed)).isInstanceOf(IllegalStateException.class);
    }
}
