package io.kakuremichi.control.network;

import java.util.regex.Pattern;

/**
 * An IPv4 network.
 *
 * @param network its first address as 32 bits
 * @param prefix length in bits, 0 to 32
 */
public record Subnet(int network, int prefix) {
    private static final Pattern CIDR = Pattern.compile("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}/[0-9]{1,2}");

    public Subnet {
        if (prefix < 0 || prefix > 32) {
            throw new IllegalArgumentException("a prefix has 0 to 32 bits, not " + prefix);
        }
        if ((network & ~mask(prefix)) != 0) {
            throw new IllegalArgumentException(format(network) + "/" + prefix + " has bits beyond its prefix");
        }
    }

    /**
     * Parses CIDR notation, {@code 10.1.0.0/24}.
     *
     * @throws IllegalArgumentException if the text is not valid
     */
    public static Subnet parse(String cidr) {
        if (!CIDR.matcher(cidr).matches()) {
            throw new IllegalArgumentException("not an IPv4 network in CIDR notation: " + cidr);
        }
        var parts = cidr.split("[./]", -1);
        var network = 0;
        for (var i = 0; i < 4; i++) {
            var octet = Integer.parseInt(parts[i]);
            if (octet > 255) {
                throw new IllegalArgumentException("not an IPv4 network in CIDR notation: " + cidr);
            }
            network = network << 8 | octet;
        }
        return new Subnet(network, Integer.parseInt(parts[4]));
    }

    /** The address with that host number, in dotted form. */
    public String host(int number) {
        return format(network + number);
    }

    /** The number of addresses, including network and broadcast. */
    public long size() {
        return 1L << (32 - prefix);
    }

    @Override
    public String toString() {
        return format(network) + "/" + prefix;
    }

    private static int mask(int prefix) {
        return prefix == 0 ? 0 : -1 << (32 - prefix);
    }

    private static String format(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }
}
