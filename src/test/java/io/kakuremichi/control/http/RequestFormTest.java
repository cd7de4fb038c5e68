package io.kakuremichi.control.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests and bodies have the form that HTTP and UTF-8 require. */
class RequestFormTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:3001",
                "localhost:",
                "control.example",
                "127.0.0.1:80",
                "[::1]",
                "[::1]:3001",
                "[2001:db8::1]:443",
                "[64:ff9b::192.0.2.1]",
                "a_b.example",
                "xn--mnchen-3ya.example",
                "m%C3%BCnchen.example",
                ""
            })
    void hostsThatAreValid(String host) {
        assertThat(fault(HttpVersion.HTTP_1_1, List.of(host), "/ws")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a, b",
                "a b",
                "fe80::1",
                "[::1",
                "::1]",
                "[]",
                "[x]",
                "[::1]x",
                "[::1]:x",
                "[127.0.0.1]",
                "[fe80::1%25eth0]",
                "m\u00fcnchen.example",
                "a:1:2",
                "a:65536",
                "a:-1",
                "a:+1",
                "a:\u0661",
                "a/b",
                "a?b",
                "a@b",
                "user@a",
                "a\\b",
                "a\u0000",
                "%zz"
            })
    void hostsThatAreNot(String host) {
        assertThat(fault(HttpVersion.HTTP_1_1, List.of(host), "/ws")).contains("Host");
        assertThat(fault(HttpVersion.HTTP_1_0, List.of(host), "/ws")).contains("Host");
    }

    @Test
    void oneHostIsRequired() {
        assertThat(fault(HttpVersion.HTTP_1_1, List.of(), "/ws")).contains("Host");
        assertThat(fault(HttpVersion.HTTP_1_1, List.of("a", "a"), "/ws")).contains("Host");
        assertThat(fault(HttpVersion.HTTP_1_0, List.of(), "/ws")).isEmpty();
        assertThat(fault(HttpVersion.valueOf("HTTP/2.0"), List.of("a"), "/ws")).contains("version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/ws?type=agent&apiKey=agt_1",
                "/api/agents?name=a%20b+c",
                "/%E6%97%A5",
                "/a?b=c?d/e",
                "*",
                "http://localhost/api",
                "/%00"
            })
    void targetsThatAreValid(String target) {
        assertThat(fault(HttpVersion.HTTP_1_1, List.of("a"), target)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%",
                "/%1",
                "/%zz",
                "/%g0",
                "/a%2",
                "/?x=%",
                "/%ff",
                "/%c3",
                "/%c3%28",
                "/%ed%a0%80",
                "/%c0%af",
                "/?q=\u00e9",
                "/a b",
                "/a?b[]=c",
                "/a|b",
                "http://",
                "//",
                ":80",
                "",
                "/a\"b",
                "/a<b",
                "/a{b}",
                "/a\\b",
                "/a^b",
                "/a`b",
                "/a#b",
                "/a\u0000",
                "/\u65e5"
            })
    void targetsThatAreNot(String target) {
        assertThat(fault(HttpVersion.HTTP_1_1, List.of("a"), target)).contains("percent-encoded");
    }

    private static String fault(HttpVersion version, List<String> hosts, String target) {
        return RequestForm.fault(version, hosts, target).orElse("");
    }

    /** The same as the JDK's decoder, whatever the bytes and however they arrive. */
    @Test
    void bodiesAreUtf8OrRefused() throws IOException {
        var random = new Random(1);
        var interesting = new int[] {
            0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5,
            0xff
        };
        for (var i = 0; i < 50_000; i++) {
            var bytes = new byte[random.nextInt(6)];
            for (var at = 0; at < bytes.length; at++) {
                bytes[at] = (byte)
                        (random.nextInt(3) == 0
                                ? random.nextInt(256)
                                : interesting[random.nextInt(interesting.length)]);
            }
            var input = new Utf8Input(new ByteArrayInputStream(bytes));
            if (isUtf8(bytes)) {
                assertThat(readOneByOne(input)).isEqualTo(bytes.length);
                assertThat(new Utf8Input(new ByteArrayInputStream(bytes)).readAllBytes())
                        .isEqualTo(bytes);
            } else {
                assertThatThrownBy(() -> readOneByOne(input)).isInstanceOf(Utf8Input.NotUtf8.class);
                assertThatThrownBy(() -> new Utf8Input(new ByteArrayInputStream(bytes)).readAllBytes())
                        .isInstanceOf(Utf8Input.NotUtf8.class);
            }
        }
    }

    private static int readOneByOne(Utf8Input input) throws IOException {
        var count = 0;
        while (input.read() >= 0) {
            count++;
        }
        return count;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
