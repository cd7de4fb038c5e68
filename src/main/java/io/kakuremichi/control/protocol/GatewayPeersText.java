package io.kakuremichi.control.protocol;

import io.kakuremichi.control.protocol.ControlMessage.SharedGatewayPeer;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the list of gateways for agents' configurations. Only the gateways' addresses differ between agents, so the
 * rest is encoded once and copied: in a storm of thousands of agents, this list is most of the data sent. Thread-safe.
 */
final class GatewayPeersText {
    private static final String NO_ADDRESSES = "\"virtualIps\":[]}";
    private static final int LENGTH_OF_ADDRESSES = 24;

    /** Two threads may both compute it, with the same result. */
    private volatile @Nullable Written last;

    /** The encoded list without the addresses. */
    @SuppressWarnings("ReferenceEquality")
    Written of(List<SharedGatewayPeer> gateways) {
        var written = last;
        if (written == null || written.gateways() != gateways) {
            written = new Written(
                    gateways,
                    gateways.stream().map(GatewayPeersText::beforeAddresses).toList());
            last = written;
        }
        return written;
    }

    private static String beforeAddresses(SharedGatewayPeer gateway) {
        var text = WireJson.text(gateway.with(List.of()));
        if (!text.endsWith(NO_ADDRESSES)) {
            throw new IllegalStateException("the addresses are not the last field of a gateway: " + text);
        }
        return text.substring(0, text.length() - "]}".length());
    }

    /**
     * An encoded list without addresses.
     *
     * @param beforeAddresses for each gateway, its text before the addresses
     */
    record Written(List<SharedGatewayPeer> gateways, List<String> beforeAddresses) {
        /** The approximate length with one address for each gateway. */
        int length() {
            return beforeAddresses.stream()
                    .mapToInt(text -> text.length() + LENGTH_OF_ADDRESSES)
                    .sum();
        }

        /**
         * Appends the list to the text.
         *
         * @param virtualIps the addresses of the gateway with a given host number
         */
        void appendTo(StringBuilder text, IntFunction<List<String>> virtualIps) {
            text.append('[');
            for (var i = 0; i < gateways.size(); i++) {
                text.append(i == 0 ? "" : ",").append(beforeAddresses.get(i));
                var separator = "\"";
                for (var address : virtualIps.apply(gateways.get(i).hostNumber())) {
                    // Only digits and dots: no escaping needed.
                    text.append(separator).append(address).append('"');
                    separator = ",\"";
                }
                text.append("]}");
            }
            text.append(']');
        }
    }
}
