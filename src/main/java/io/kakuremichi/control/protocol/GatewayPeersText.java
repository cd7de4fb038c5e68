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

    /** The list, but for the addresses. */
    @SuppressWarnings("ReferenceEquality")
    Written of(List<Gateway> gateways) {
        var written = last;
        if (written == null || written.gateways() != gateways) {
            written = new Written(
                    gateways,
                    gateways.stream().map(GatewayPeersText::beforeAddresses).toList());
            last = written;
        }
        return written;
    }

    private static String beforeAddresses(Gateway gateway) {
        var text = WireJson.text(gateway.with(List.of()));
        if (!text.endsWith(NO_ADDRESSES)) {
            throw new IllegalStateException("a gateway's addresses are not at its end: " + text);
        }
        return text.substring(0, text.length() - "]}".length());
    }

    /**
     * A list that lacks its addresses.
     *
     * @param beforeAddresses each gateway's text up to them
     */
    record Written(List<Gateway> gateways, List<String> beforeAddresses) {
        /** About how long it is with one address each. */
        int length() {
            return beforeAddresses.stream()
                    .mapToInt(text -> text.length() + LENGTH_OF_ADDRESSES)
                    .sum();
        }

        /**
         * Appends it.
         *
         * @param virtualIps a gateway's addresses by its host number
         */
        void appendTo(StringBuilder text, IntFunction<List<String>> virtualIps) {
            text.append('[');
            for (var i = 0; i < gateways.size(); i++) {
                text.append(i == 0 ? "" : ",").append(beforeAddresses.get(i));
                var separator = "\"";
                for (var address : virtualIps.apply(gateways.get(i).hostNumber())) {
                    // Digits and dots: nothing to escape.
                    text.append(separator).append(address).append('"');
                    separator = ",\"";
                }
                text.append("]}");
            }
            text.append(']');
        }
    }
}
