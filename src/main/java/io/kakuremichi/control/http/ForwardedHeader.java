package io.kakuremichi.control.http;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The two conventions of forwarding headers. Only the configured one is read, because a proxy that writes one passes
 * the other on as the client sent it.
 */
enum ForwardedHeader {
    /** {@code X-Forwarded-For}, {@code X-Forwarded-Proto} and {@code X-Forwarded-Host}. */
    X_FORWARDED {
        @Override
        List<String> hops(MultiMap headers) {
            return elements(headers, "X-Forwarded-For").stream()
                    .map(ForwardedHeader::host)
                    .toList();
        }

        @Override
        Optional<String> proto(MultiMap headers) {
            return last(elements(headers, "X-Forwarded-Proto")).map(proto -> proto.toLowerCase(Locale.ROOT));
        }

        @Override
        Optional<String> authority(MultiMap headers) {
            return last(elements(headers, "X-Forwarded-Host")).filter(ForwardedHeader::isAuthority);
        }
    },

    /** {@code Forwarded}. */
    RFC_7239 {
        @Override
        List<String> hops(MultiMap headers) {
            return elements(headers, "Forwarded").stream()
                    .map(element -> host(parameter(element, "for").orElse("")))
                    .toList();
        }

        @Override
        Optional<String> proto(MultiMap headers) {
            return last(elements(headers, "Forwarded"))
                    .flatMap(element -> parameter(element, "proto"))
                    .map(proto -> proto.toLowerCase(Locale.ROOT));
        }

        @Override
        Optional<String> authority(MultiMap headers) {
            return last(elements(headers, "Forwarded"))
                    .flatMap(element -> parameter(element, "host"))
                    .filter(ForwardedHeader::isAuthority);
        }
    };

    /** Longer lists are not written by proxies; only the right-most entries are read. */
    private static final int MAX_ELEMENTS = 32;

    private static final Pattern AUTHORITY =
            Pattern.compile("(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");

    /**
     * The chain of addresses from the header, the nearest proxy's entry last; entries that are not addresses are
     * included unchanged.
     */
    abstract List<String> hops(MultiMap headers);

    /** The scheme of the request to the nearest proxy: {@code http} or {@code https}. */
    abstract Optional<String> proto(MultiMap headers);

    /** The host and port of the request to the nearest proxy; empty if the header has none or one that is not valid. */
    abstract Optional<String> authority(MultiMap headers);

    private static boolean isAuthority(String text) {
        return AUTHORITY.matcher(text).matches();
    }

    private static Optional<String> last(List<String> elements) {
        return elements.isEmpty() ? Optional.empty() : Optional.of(elements.getLast());
    }

    /** Joins repeated headers into one list. */
    private static List<String> elements(MultiMap headers, String name) {
        var elements = new ArrayList<String>();
        for (var line : headers.getAll(name)) {
            for (var element : line.split(",", -1)) {
                elements.add(element.strip());
            }
        }
        return elements.size() <= MAX_ELEMENTS
                ? elements
                : elements.subList(elements.size() - MAX_ELEMENTS, elements.size());
    }

    private static Optional<String> parameter(String element, String name) {
        for (var pair : element.split(";", -1)) {
            var equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase(name)) {
                return Optional.of(unquoted(pair.substring(equals + 1).strip()));
            }
        }
        return Optional.empty();
    }

    private static String unquoted(String value) {
        var quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** Removes the port and brackets. */
    private static String host(String node) {
        if (node.startsWith("[")) {
            var end = node.indexOf(']');
            return end < 0 ? node : node.substring(1, end);
        }
        var colon = node.indexOf(':');
        var isPort = colon >= 0 && colon == node.lastIndexOf(':');
        return isPort ? node.substring(0, colon) : node;
    }
}
