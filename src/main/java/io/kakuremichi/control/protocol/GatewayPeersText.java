package io.kakuremichi.control.protocol;

import io.kakuremichi.control.protocol.ControlMessage.Gateway;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes the list of gateways of an agent's configuration. Agents differ in the gateways' addresses only, so the rest is written once
 * and copied: in a storm of thousands of agents this list is most of what is sent. Thread-safe.
 */
final class GatewayPeersText {
    private static final String NO_ADDRESSES = "\"virtualIps\":[]}";
    private static final int LENGTH_OF_ADDRESSES = 24;

    /** Two threads may both make it, to the same text. */
    private volatile @Nullable Written last;

    @SuppressWarnings("ReferenceEquality")
    String text(List<Gateway> gateways, IntFunction<List<String>> virtualIps) {
        var written = last;
        if (written == null || written.gateways() != gateways) {
            written = new Written(
                    gateways,
                    gateways.stream().map(GatewayPeersText::beforeAddresses).toList());
            last = written;
        }
        return withAddresses(written, virtualIps);
    }

    private static String beforeAddresses(Gateway gateway) {
        var text = WireJson.write(generator -> generator.writePOJO(gateway.with(List.of())));
        if (!text.endsWith(NO_ADDRESSES)) {
            throw new IllegalStateException("a gateway's addresses are not at its end: " + text);
        }
        return text.substring(0, text.length() - "]}".length());
    }

    private static String withAddresses(Written written, IntFunction<List<String>> virtualIps) {
        var text = new StringBuilder(written.length() + written.gateways().size() * LENGTH_OF_ADDRESSES).append('[');
        for (var i = 0; i < written.gateways().size(); i++) {
            text.append(i == 0 ? "" : ",").append(written.beforeAddresses().get(i));
            var separator = "\"";
            for (var address : virtualIps.apply(written.gateways().get(i).hostNumber())) {
                // Digits and dots: nothing to escape.
                text.append(separator).append(address).append('"');
                separator = ",\"";
            }
            text.append("]}");
        }
        return text.append(']').toString();
    }

    private record Written(List<Gateway> gateways, List<String> beforeAddresses) {
        int length() {
            return beforeAddresses.stream().mapToInt(String::length).sum();
        }
    }
}
