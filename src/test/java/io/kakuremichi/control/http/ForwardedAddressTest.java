package io.kakuremichi.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedAddressTest {
    private static final String PROXY = "10.0.0.1";
    private static final List<String> PROXIES = List.of("10.0.0.0/8", "2001:db8:1::/48", "192.0.2.1");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.51.100.7 | 198.51.100.7",
                "198.51.100.7:4711 | 198.51.100.7",
                "1.1.1.1, 198.51.100.7 | 198.51.100.7",
                "1.1.1.1,198.51.100.7 , 10.9.9.9 | 198.51.100.7",
                "198.51.100.7, 192.0.2.1, 10.9.9.9 | 198.51.100.7",
                "10.2.2.2, 10.9.9.9 | 10.2.2.2",
                "2001:db8:2::7 | 2001:db8:2::7",
                "[2001:db8:2::7]:4711 | 2001:db8:2::7",
                "198.51.100.7, 2001:db8:1::9 | 198.51.100.7",
                "::ffff:198.51.100.7 | 198.51.100.7"
            })
    void theRightMostAddressThatIsNoProxysIsTheClients(String header, String client) {
        assertThat(xForwarded(PROXY, header)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown | 10.0.0.1",
                "1.1.1.1, unknown | 10.0.0.1",
                "1.1.1.1, _hidden, 10.9.9.9 | 10.9.9.9",
                "1.1.1.1,, | 10.0.0.1",
                "999.1.1.1 | 10.0.0.1",
                "1.1.1.1/8 | 10.0.0.1",
                "[::1 | 10.0.0.1",
                "fe80::1%eth0 | 10.0.0.1",
                "localhost | 10.0.0.1"
            })
    void whatIsNoAddressEndsTheSearch(String header, String client) {
        assertThat(xForwarded(PROXY, header)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "control.example | control.example",
                "evil.example, control.example:8443 | control.example:8443",
                "[2001:db8::1]:8443 | [2001:db8::1]:8443",
                "control.example/path |",
                "user@control.example |",
                "'' |"
            })
    void theHostIsTheOneOfTheNearestProxy(String header, String host) {
        var headers = MultiMap.caseInsensitiveMultiMap().add("X-Forwarded-Host", header);

        assertThat(ForwardedHeader.X_FORWARDED.authority(headers)).isEqualTo(Optional.ofNullable(host));
        assertThat(ForwardedHeader.RFC_7239.authority(
                        MultiMap.caseInsensitiveMultiMap().add("Forwarded", "for=_a;host=\"[::1]:3001\"")))
                .hasValue("[::1]:3001");
        assertThat(ForwardedHeader.X_FORWARDED.authority(MultiMap.caseInsensitiveMultiMap()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.9", "11.0.0.1", "192.0.2.2", "2001:db8:2::1", "127.0.0.1"})
    void whatAStrangerSaysIsIgnored(String peer) {
        var headers = MultiMap.caseInsensitiveMultiMap()
                .add("X-Forwarded-For", "203.0.113.1")
                .add("X-Forwarded-Proto", "https")
                .add("Forwarded", "for=203.0.113.1;proto=https");

        var client = of(ForwardedHeader.X_FORWARDED, peer, headers);

        assertThat(client.address().getHostAddress())
                .isEqualTo(Addresses.parse(peer).orElseThrow().getHostAddress());
        assertThat(client.port()).isEqualTo(5000);
        assertThat(client.proto()).isNull();
    }

    @Test
    void severalLinesAreOneList() {
        var headers = MultiMap.caseInsensitiveMultiMap()
                .add("X-Forwarded-For", "1.1.1.1")
                .add("X-Forwarded-For", "198.51.100.7")
                .add("X-Forwarded-For", "10.9.9.9");

        assertThat(of(ForwardedHeader.X_FORWARDED, PROXY, headers)).hasToString("198.51.100.7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=198.51.100.7 | 198.51.100.7",
                "For=\"198.51.100.7:4711\";proto=https;by=203.0.113.43 | 198.51.100.7",
                "for=\"[2001:db8:2::7]:4711\" | 2001:db8:2::7",
                "for=1.1.1.1, proto=http; FOR=198.51.100.7 | 198.51.100.7",
                "for=198.51.100.7, for=10.9.9.9 | 198.51.100.7",
                "for=1.1.1.1, for=unknown | 10.0.0.1",
                "for=1.1.1.1, by=10.9.9.9 | 10.0.0.1",
                "for=\"1.1.1.1 | 10.0.0.1",
                ";;=;, | 10.0.0.1"
            })
    void readsTheStandardHeaderWhenThatIsTheOne(String header, String client) {
        var headers =
                MultiMap.caseInsensitiveMultiMap().add("Forwarded", header).add("X-Forwarded-For", "203.0.113.1");

        assertThat(of(ForwardedHeader.RFC_7239, PROXY, headers).address())
                .isEqualTo(Addresses.parse(client).orElseThrow());
    }

    @Test
    void theOtherHeaderIsIgnored() {
        var headers = MultiMap.caseInsensitiveMultiMap()
                .add("Forwarded", "for=203.0.113.1;proto=https")
                .add("X-Forwarded-For", "198.51.100.7");

        var client = of(ForwardedHeader.X_FORWARDED, PROXY, headers);

        assertThat(client).hasToString("198.51.100.7");
        assertThat(client.proto()).isNull();
    }

    @Test
    void noHeaderMeansTheProxyItself() {
        assertThat(of(ForwardedHeader.X_FORWARDED, PROXY, MultiMap.caseInsensitiveMultiMap()))
                .hasToString("10.0.0.1:5000");
    }

    @Test
    void manyEntriesAreNotAllLookedAt() {
        assertThat(xForwarded(PROXY, "1.1.1.1" + ", 10.1.1.1".repeat(1_000))).isEqualTo("10.1.1.1");
    }

    @Test
    void nothingCrashesIt() {
        var random = new Random(1);
        var alphabet = "0123456789abcdef.:,;=\"[]% for_proto\\/";
        for (var i = 0; i < 20_000; i++) {
            var header = new StringBuilder();
            for (var length = random.nextInt(40); length > 0; length--) {
                header.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            var headers = MultiMap.caseInsensitiveMultiMap()
                    .add("Forwarded", header.toString())
                    .add("X-Forwarded-For", header.toString())
                    .add("X-Forwarded-Proto", header.toString());

            for (var kind : ForwardedHeader.values()) {
                assertThat(of(kind, PROXY, headers).counted()).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // peer, TLS, forwarded address, forwarded protocol, plain text
                "198.51.100.9 | false |  |  | true",
                "198.51.100.9 | true |  |  | false",
                "198.51.100.9 | false | 127.0.0.1 | https | true",
                "127.0.0.1 | false |  |  | false",
                "::1 | false |  |  | false",
                "127.8.8.8 | false |  |  | false",
                "10.0.0.1 | false |  |  | true",
                "10.0.0.1 | false |  | https | false",
                "10.0.0.1 | false | 198.51.100.7 | https | false",
                "10.0.0.1 | false | 198.51.100.7 | HTTPS | false",
                "10.0.0.1 | false | 198.51.100.7 | http | true",
                "10.0.0.1 | false | 198.51.100.7 | https, http | true",
                "10.0.0.1 | false | 198.51.100.7 | http, https | false",
                "10.0.0.1 | false | 198.51.100.7 | httpsx | true",
                "10.0.0.1 | false | 198.51.100.7 |  | true",
                "10.0.0.1 | false | 127.0.0.1 |  | true",
                "10.0.0.1 | true | 198.51.100.7 |  | false",
                "10.0.0.1 | true | 198.51.100.7 | http | true"
            })
    void tellsWhetherItCameInPlainText(String peer, boolean tls, String forwarded, String proto, boolean plainText) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        if (forwarded != null) {
            headers.add("X-Forwarded-For", forwarded);
        }
        if (proto != null) {
            headers.add("X-Forwarded-Proto", proto);
        }

        assertThat(of(ForwardedHeader.X_FORWARDED, peer, headers).isPlainText(tls))
                .isEqualTo(plainText);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0/8", "proxy.example", "::/129", "", "/8"})
    void aRangeThatIsNoneStopsTheStart(String range) {
        assertThatThrownBy(() -> new ClientAddresses(List.of(range), ForwardedHeader.X_FORWARDED))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("KAKUREMICHI_TRUSTED_PROXIES");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.128/25, 10.0.0.127, false",
        "10.0.0.128/25, 10.0.0.200, true",
        "10.0.0.3, 10.0.0.3, true",
        "10.0.0.3, 10.0.0.2, false",
        "0.0.0.0/0, 198.51.100.7, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 2001:db8::1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false"
    })
    void aRangeContainsWhatBeginsWithItsBits(String range, String address, boolean contained) {
        assertThat(AddressRange.parse(range).contains(Addresses.parse(address).orElseThrow()))
                .isEqualTo(contained);
    }

    private static String xForwarded(String peer, String header) {
        var headers = MultiMap.caseInsensitiveMultiMap().add("X-Forwarded-For", header);
        return of(ForwardedHeader.X_FORWARDED, peer, headers).toString().replaceFirst(":5000$", "");
    }

    private static ClientAddress of(ForwardedHeader header, String peer, MultiMap headers) {
        return new ClientAddresses(PROXIES, header).of(SocketAddress.inetSocketAddress(5000, peer), headers);
    }
}
