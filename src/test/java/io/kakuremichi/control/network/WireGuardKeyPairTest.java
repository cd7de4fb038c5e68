package io.kakuremichi.control.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;

class WireGuardKeyPairTest {
    private static final int PAIRS = 200;

    @Test
    void publicKeyIsWhatAnotherImplementationDerives() {
        assertThat(pairs()).allSatisfy(pair -> {
            var derived = new X25519PrivateKeyParameters(bytes(pair.privateKey())).generatePublicKey();
            assertThat(bytes(pair.publicKey())).isEqualTo(derived.getEncoded());
        });
    }

    @Test
    void privateKeyIsClamped() {
        assertThat(pairs()).extracting(pair -> bytes(pair.privateKey())).allSatisfy(key -> {
            assertThat(key).hasSize(32);
            assertThat(key[0] & 7).isZero();
            assertThat(key[31] & 0xc0).isEqualTo(0x40);
        });
    }

    @Test
    void pairsDoNotRepeat() {
        assertThat(pairs()).extracting(WireGuardKeyPair::publicKey).doesNotHaveDuplicates();
    }

    @Test
    void printsNoPrivateKey() {
        var pair = WireGuardKeyPair.generate();

        assertThat(pair.toString()).contains(pair.publicKey()).doesNotContain(pair.privateKey());
    }

    private static Stream<WireGuardKeyPair> pairs() {
        return Stream.generate(WireGuardKeyPair::generate).limit(PAIRS);
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
