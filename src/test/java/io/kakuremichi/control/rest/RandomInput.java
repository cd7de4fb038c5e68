package io.kakuremichi.control.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random invalid input, reproducible by its seed. */
final class RandomInput {
    private static final List<String> FIELDS = List.of(
            "name",
            "metadata",
            "region",
            "publicIp",
            "domain",
            "agentId",
            "target",
            "description",
            "enabled",
            "apiKey",
            "");

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "\u0000",
            "a\u0000b",
            "\ud800",
            "\udfff\ud800",
            "\uffff",
            "\u202e\u200f",
            "日本語",
            "😀",
            "a\r\nX: y",
            "'; DROP TABLE agents; --",
            "%s%n%x",
            "${jndi:ldap://x}",
            "../../etc/passwd",
            "*",
            "*.shop.example",
            "shop.example",
            "127.0.0.1",
            "::1",
            "localhost:80",
            "[::1]:80",
            "null",
            "true",
            "00000000-0000-0000-0000-000000000000",
            "1-1-1-1-1",
            "AAAAAAAAAAAAAAAAAAAAAA==",
            "2024-01-01T00:00:00Z");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-1",
            "1.5",
            "1e308",
            "1e400",
            "-1e-400",
            "9223372036854775808",
            "9".repeat(500),
            "9".repeat(2_000));

    private final Random random;

    RandomInput(long seed) {
        this.random = new Random(seed);
    }

    /** A body: mostly a JSON object with fields that exist and values that fit or do not, at times anything. */
    String body(UUID agentId) {
        return switch (random.nextInt(12)) {
            case 0 -> value(4);
            case 1 -> text(40);
            case 2 -> nested(random.nextInt(3_000));
            case 3 -> mutilated(object(agentId));
            default -> object(agentId);
        };
    }

    /** A JSON object without white space. */
    String metadata() {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> quoted(text(5) + i) + ":" + value(3))
                .collect(Collectors.joining(",", "{", "}"));
    }

    String urlEncoded() {
        return switch (random.nextInt(8)) {
            case 0 -> "%00";
            case 1 -> "a%2Fb";
            case 2 -> "%FF%FE";
            case 3 -> "x".repeat(1 + random.nextInt(3_000));
            case 4 -> UUID.randomUUID().toString();
            default -> URLEncoder.encode(text(30), UTF_8);
        };
    }

    String headerValue() {
        if (random.nextInt(4) == 0) {
            return oneOf("*", "\"0\"", "W/\"0\"", "\"", ",,,", "\"0\",*", "\"-1\"", "\"99999999999999999999\"");
        }
        return IntStream.range(0, 1 + random.nextInt(300))
                .mapToObj(i -> String.valueOf((char) (' ' + random.nextInt(95))))
                .collect(Collectors.joining());
    }

    String oneOf(String... values) {
        return values[random.nextInt(values.length)];
    }

    private String object(UUID agentId) {
        return IntStream.range(0, random.nextInt(6))
                .mapToObj(i -> FIELDS.get(random.nextInt(FIELDS.size())))
                .map(field -> quoted(field) + ":"
                        + (field.equals("agentId") && random.nextBoolean() ? quoted(agentId.toString()) : value(3)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> "null";
            case 1 -> String.valueOf(random.nextBoolean());
            case 2 -> NUMBERS.get(random.nextInt(NUMBERS.size()));
            case 3, 4, 5 -> quoted(text(70));
            case 6 -> many("[", "]", depth);
            default ->
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> quoted(text(5) + i) + ":" + value(depth - 1))
                        .collect(Collectors.joining(",", "{", "}"));
        };
    }

    private String many(String open, String close, int depth) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> value(depth - 1))
                .collect(Collectors.joining(",", open, close));
    }

    private String nested(int depth) {
        return "{\"metadata\":" + "{\"a\":".repeat(depth) + "1" + "}".repeat(depth) + "}";
    }

    private String mutilated(String json) {
        var at = random.nextInt(json.length() + 1);
        return json.substring(0, at) + text(3) + json.substring(Math.min(json.length(), at + random.nextInt(3)));
    }

    private String text(int maxLength) {
        if (random.nextInt(3) > 0) {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        }
        return IntStream.range(0, random.nextInt(maxLength + 1))
                .map(i -> random.nextInt(10) > 0
                        ? ' ' + random.nextInt(95)
                        : random.nextInt(Character.MAX_CODE_POINT + 1))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }
}
