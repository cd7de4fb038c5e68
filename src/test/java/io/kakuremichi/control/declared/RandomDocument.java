package io.kakuremichi.control.declared;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random documents in JSON, which is YAML as well: most of them can be applied, some have faults of any kind. */
final class RandomDocument {
    private static final int MOST_TUNNELS = 5;

    private static final List<String> ANYTHING = List.of(
            "null",
            "true",
            "\"yes\"",
            "0",
            "-1.50",
            "1e400",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"日本語 😀\"",
            "\"'; DROP TABLE agents; --\"",
            "[]",
            "[[1], {\"a\": null}]",
            "{}",
            "{\"a\": {\"b\": [1, 2]}}",
            "{\"a\": 1, \"a\": 2}",
            "\"" + "x".repeat(2_000) + "\"");

    private static final List<String> SCRAPS = List.of(
            "{",
            "}",
            "]",
            ",",
            ":",
            "\"",
            "\t",
            "\n",
            "&a ",
            "*a",
            "!!binary ",
            "%YAML 2.0\n",
            "---\n",
            "#",
            "\u0000",
            "<<: ");

    private final Random random;
    private final List<String> managers;
    private final List<String> names;
    private final List<String> domains;

    /**
     * @param names of agents and gateways
     * @param domain under which tunnels are
     */
    RandomDocument(long seed, List<String> managers, List<String> names, String domain) {
        this.random = new Random(seed);
        this.managers = managers;
        this.names = names;
        this.domains = IntStream.range(0, MOST_TUNNELS)
                .mapToObj(i -> "t%s.%s".formatted(i, domain))
                .toList();
    }

    boolean chance(int outOf) {
        return random.nextInt(outOf) == 0;
    }

    String next() {
        var document = object(
                field("manager", () -> text(oneOf(managers))),
                field("agents", () -> list(names, this::agent)),
                field("gateways", () -> list(names, this::gateway)),
                field("tunnels", () -> list(domains, this::tunnel)));
        if (!chance(8)) {
            return document;
        }
        var at = random.nextInt(document.length());
        return document.substring(0, at) + oneOf(SCRAPS) + document.substring(at + random.nextInt(2));
    }

    private String agent(String name) {
        return object(
                field("name", () -> text(name)),
                perhaps("metadata", () -> oneOf(List.of("{}", "{\"a\": 1.0}", "{\"b\": [null]}"))));
    }

    private String gateway(String name) {
        return object(
                field("name", () -> text(name)),
                perhaps("region", () -> oneOf(List.of("\"eu\"", "null"))),
                perhaps("publicIp", () -> oneOf(List.of("\"203.0.113.9\"", "\"2001:DB8::1\"", "null"))));
    }

    private String tunnel(String domain) {
        return object(
                field("domain", () -> text(domain)),
                field("agent", () -> text(oneOf(names))),
                field("target", () -> oneOf(List.of("\"web:80\"", "\"[::1]:8080\""))),
                perhaps("enabled", () -> String.valueOf(random.nextBoolean())),
                perhaps("description", () -> oneOf(List.of("\"The shop\"", "null"))),
                perhaps("socksProxyEnabled", () -> String.valueOf(random.nextBoolean())));
    }

    /** Each of them or not, rarely one twice. */
    private String list(List<String> of, Function<String, String> item) {
        var some = new ArrayList<>(of);
        Collections.shuffle(some, random);
        some.removeIf(each -> chance(3));
        if (chance(20)) {
            some.add(oneOf(of));
        }
        return some.stream().map(item).collect(Collectors.joining(", ", "[", "]"));
    }

    private String perhaps(String name, Supplier<String> value) {
        return random.nextBoolean() ? field(name, value) : "";
    }

    /** Rarely missing, unknown, or with a value of another kind. */
    private String field(String name, Supplier<String> value) {
        return switch (random.nextInt(200)) {
            case 0 -> "";
            case 1 -> text(name + "s") + ": " + value.get();
            case 2, 3 -> text(name) + ": " + oneOf(ANYTHING);
            default -> text(name) + ": " + value.get();
        };
    }

    private static String object(String... fields) {
        return List.of(fields).stream().filter(field -> !field.isEmpty()).collect(Collectors.joining(", ", "{", "}"));
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static String text(String value) {
        return JsonNodeFactory.instance.textNode(value).toString();
    }
}
