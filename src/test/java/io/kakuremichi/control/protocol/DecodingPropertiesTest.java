package io.kakuremichi.control.protocol;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes, it is read or refused: nothing else is thrown. */
class DecodingPropertiesTest {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec();

    @Property
    void anyText(@ForAll String text) {
        readOrRefuse(text);
    }

    @Property
    void aValidMessageWithAnythingInTheMiddle(@ForAll("mutated") String text) {
        readOrRefuse(text);
    }

    @Property
    void anyValuesInTheRightPlaces(@ForAll("wellFormed") String text) {
        readOrRefuse(text);
    }

    @Provide
    Arbitrary<String> mutated() {
        return Combinators.combine(
                        Arbitraries.of(DecodingTest.TEXTS),
                        Arbitraries.integers().between(0, 200),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.strings()
                                .withChars("{}[]\",:\\\u0000\ud8001e9-tnu")
                                .ofMaxLength(6))
                .as((text, at, length, replacement) -> {
                    var from = Math.min(at, text.length());
                    var to = Math.min(from + length, text.length());
                    return text.substring(0, from) + replacement + text.substring(to);
                });
    }

    @Provide
    Arbitrary<String> wellFormed() {
        var values = Arbitraries.of(
                "null",
                "true",
                "0",
                "-1",
                "1e999",
                "9".repeat(400),
                "\"\"",
                "\"x\"",
                "[]",
                "[null]",
                "[[]]",
                "{}",
                "[{}]",
                "[{\"domain\":\"a\",\"status\":\"b\"}]",
                "\"2030-01-01T00:00:00Z\"",
                "\"+999999999-12-31T23:59:59Z\"");
        var types = Arbitraries.of("auth", "heartbeat", "status", "certificate_obtained", "config_ack");
        return Combinators.combine(types, values, values, values, values)
                .as((type, a, b, c, d) -> """
                        {"type":"%s","data":{"apiKey":%s,"publicIp":%s,"enrollmentKey":%s,"name":%s,"publicKey":%s,"timestamp":%s,"tunnels":%s,
                         "domain":%s,"certificate":%s,"privateKey":%s,"expiresAt":%s,
                         "revision":%s,"success":%s,"error":%s}}
                        """.formatted(type, a, b, c, d, a, b, c, d, a, b, c, d, a, b));
    }

    private static void readOrRefuse(String text) {
        try {
            CODEC.decode(text);
        } catch (InvalidMessageException e) {
            // The one thing that may be thrown.
        }
    }
}
