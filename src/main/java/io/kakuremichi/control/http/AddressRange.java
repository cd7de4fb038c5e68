package io.kakuremichi.control.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** A range of IP addresses in CIDR notation; a single address is a range of one. */
public record AddressRange(InetAddress base, int prefix) {
    /**
     * Parses an address or a range.
     *
     * @throws IllegalArgumentException if the text is not a range
     */
    public static AddressRange parse(String text) {
        var slash = text.indexOf('/');
        var base = Addresses.parse(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException("\"%s\" is not an address range".formatted(text)));
        var bits = base.getAddress().length * Byte.SIZE;
        var prefix = slash < 0 ? Optional.of(bits) : number(text.substring(slash + 1));
        return prefix.filter(length -> length <= bits)
                .map(length -> new AddressRange(base, length))
                .orElseThrow(() -> new IllegalArgumentException("\"%s\" is not an address range".formatted(text)));
    }

    private static Optional<Integer> number(String digits) {
        return digits.matches("[0-9]{1,3}") ? Optional.of(Integer.valueOf(digits)) : Optional.empty();
    }

    /** Whether the address has the same family and the same prefix. */
    boolean contains(InetAddress address) {
        var one = base.getAddress();
        var other = address.getAddress();
        if (one.length != other.length) {
            return false;
        }
        var whole = prefix / Byte.SIZE;
        if (!Arrays.equals(one, 0, whole, other, 0, whole)) {
            return false;
        }
        var rest = prefix % Byte.SIZE;
        return rest == 0 || (one[whole] ^ other[whole]) >> (Byte.SIZE - rest) == 0;
    }
}
