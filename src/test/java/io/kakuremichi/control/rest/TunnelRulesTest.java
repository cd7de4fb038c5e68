package io.kakuremichi.control.rest;

import static io.kakuremichi.control.rest.RestAssertions.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.Bodies.TunnelBody;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlApi.Answer;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which domains and targets a tunnel may have. */
@ControlTest
class TunnelRulesTest {
    private static final String LABEL_63 = "l".repeat(63);

    private final ControlApi control = ControlApi.ofTest();
    private TestClient agent;

    @BeforeEach
    void createAgent() {
        agent = control.createAgent();
    }

    static Stream<String> domains() {
        var unique = ControlApi.uniqueName("d");
        return Stream.of(
                unique,
                unique + ".example",
                unique.toUpperCase(Locale.ROOT) + ".SHOP.Example",
                "*." + unique + ".example",
                "*." + unique,
                "xn--wgv71a." + unique,
                "1.2.3." + unique + ".4a",
                LABEL_63 + "." + unique,
                ofLength(253, unique));
    }

    @ParameterizedTest
    @MethodSource("domains")
    void domainIsTakenInLowerCase(String domain) {
        var created = create(domain, "a:1").expect(201);

        assertThat(created.text("domain")).isEqualTo(domain.toLowerCase(Locale.ROOT));
    }

    static Stream<String> noDomains() {
        return Stream.of(
                "",
                " ",
                ".",
                "*",
                "*.",
                "*.*.example",
                "a.*.example",
                "**.example",
                "*shop.example",
                "shop.example.",
                ".shop.example",
                "shop..example",
                "-shop.example",
                "shop-.example",
                "shop_1.example",
                "shop example",
                "shop.example:80",
                "http://shop.example",
                "shop.example/",
                "日本.example",
                "ｓｈｏｐ.example",
                "shop\u0000.example",
                "192.0.2.1",
                "*.192.0.2.1",
                "::1",
                "[::1]",
                LABEL_63 + "l.example",
                ofLength(254, "d"),
                "*." + ofLength(252, "d"));
    }

    @ParameterizedTest
    @MethodSource("noDomains")
    void otherDomainsAreRefused(String domain) {
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);

        assertInvalid(create(domain, "a:1"), "domain");
        assertInvalid(control.patch("/api/tunnels/" + tunnel, Map.of("domain", domain)), "domain");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:1",
                "localhost:65535",
                "my_container:8080",
                "Web.Internal:80",
                "192.0.2.1:443",
                "[::1]:80",
                "[2001:db8::1]:80",
                "[::ffff:192.0.2.1]:80"
            })
    void targetIsKeptAsItIs(String target) {
        var created = create(ControlApi.uniqueDomain(), target).expect(201);

        assertThat(created.text("target")).isEqualTo(target);
    }

    static Stream<String> noTargets() {
        return Stream.of(
                "",
                "localhost",
                "localhost:",
                ":80",
                "localhost:0",
                "localhost:65536",
                "localhost:99999999999",
                "localhost:-1",
                "localhost:+80",
                "localhost:080",
                "localhost:8o",
                "localhost:８０",
                "localhost:80 ",
                " localhost:80",
                "local host:80",
                "localhost:80:80",
                "::1:80",
                "[::1]",
                "[::1]80",
                "[]:80",
                "[localhost]:80",
                "[fe80::1%eth0]:80",
                "[[::1]]:80",
                "256.0.0.1:80",
                "1.2.3:80",
                "http://localhost:80",
                "localhost:80/path",
                "user@localhost:80",
                "localhost\u0000:80",
                LABEL_63 + "l:80",
                ofLength(254, "d") + ":80");
    }

    @ParameterizedTest
    @MethodSource("noTargets")
    void otherTargetsAreRefused(String target) {
        var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);

        assertInvalid(create(ControlApi.uniqueDomain(), target), "target");
        assertInvalid(control.patch("/api/tunnels/" + tunnel, Map.of("target", target)), "target");
    }

    private Answer create(String domain, String target) {
        return control.post("/api/tunnels", new TunnelBody(domain, agent.id(), target));
    }

    /** A name of that many characters in labels of at most 63, the last of letters. */
    private static String ofLength(int length, String start) {
        var name = new StringBuilder(start);
        while (name.length() < length) {
            var room = length - name.length() - 1;
            name.append('.').append("l".repeat(room == 64 ? 62 : Math.min(63, Math.max(room, 1))));
        }
        assertThat(name).hasSize(length);
        return name.toString();
    }
}
