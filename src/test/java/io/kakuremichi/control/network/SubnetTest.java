package io.kakuremichi.control.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {
    @Property
    void whatIsWrittenIsReadBack(@ForAll int bits, @ForAll @IntRange(min = 1, max = 32) int prefix) {
        var subnet = new Subnet(bits & -1 << (32 - prefix), prefix);

        assertThat(Subnet.parse(subnet.toString())).isEqualTo(subnet);
    }

    @Test
    void everythingIsANetworkToo() {
        var everything = Subnet.parse("0.0.0.0/0");

        assertThat(everything.size()).isEqualTo(1L << 32);
        assertThat(everything).hasToString("0.0.0.0/0");
    }

    @Test
    void hostsAreCountedFromTheNetwork() {
        assertThat(Subnet.parse("192.168.254.0/23").host(300)).isEqualTo("192.168.255.44");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0",
                "10.0.0/8",
                "10.0.0.0.0/8",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/8/8",
                "10/0.0.0.8",
                "10.0.0.1/8",
                "256.0.0.0/8",
                "-1.0.0.0/8",
                "ten.0.0.0/8",
                "10..0.0/8",
                " 10.0.0.0/8",
                "::/0"
            })
    void refusesWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> Subnet.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
