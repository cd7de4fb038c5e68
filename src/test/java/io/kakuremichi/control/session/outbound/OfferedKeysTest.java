package io.kakuremichi.control.session.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.client.KeyOffer;
import io.kakuremichi.control.credential.Secret;
import org.junit.jupiter.api.Test;

class OfferedKeysTest {
    private static final KeyOffer OLDER = new KeyOffer(new Secret("older-private"), "older-public", false);
    private static final KeyOffer NEWER = new KeyOffer(new Secret("newer-private"), "newer-public", false);

    private final OfferedKeys keys = new OfferedKeys();

    @Test
    void keysThatWereReadEarlierDoNotReplaceNewerOnes() {
        assertThat(keys.offer(NEWER, 11)).isTrue();

        assertThat(keys.offer(OLDER, 10)).isFalse();

        assertThat(keys.current()).isEqualTo(NEWER);
    }

    @Test
    void aConfigurationIsNeededForEachOffer() {
        keys.offer(OLDER, 10);
        assertThat(keys.areSent()).isFalse();
        keys.sent();
        assertThat(keys.areSent()).isTrue();

        keys.offer(NEWER, 11);

        assertThat(keys.areSent()).isFalse();
    }

    @Test
    void confirmedKeysNeedNone() {
        keys.offer(OLDER, 10);

        keys.confirmed();

        assertThat(keys.current()).isEqualTo(KeyOffer.NONE);
        assertThat(keys.areSent()).isTrue();
    }
}
