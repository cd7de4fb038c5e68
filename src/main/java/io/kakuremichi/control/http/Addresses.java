package io.kakuremichi.control.http;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses as text. */
public final class Addresses {
    /** Without leading zeros, which some programs read as octal. */
    private static final Pattern IPV4 = Pattern.compile("%1$s(?:\\.%1$s){3}".formatted("(?:0|[1-9][0-9]{0,2})"));

    /** Has no zone: that is known to one machine only. */
    private static final Pattern FORM_OF_IPV6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]{1,44}");

    /** The prefix {@code 64:ff9b::/96}. */
    private static final byte[] TRANSLATED = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private Addresses() {}

    /**
     * The address in canonical form (for IPv6 that of RFC 5952), or empty if the text is not an IPv4 or IPv6 address.
     * No DNS look-up.
     */
    public static Optional<String> canonical(String text) {
        return parse(text).map(Addresses::text);
    }

    /**
     * The address in canonical form, or empty if the text is not an address or is one that has no canonical form of its own: IPv6 forms
     * of IPv4 addresses ({@code ::ffff:192.0.2.1}, {@code ::192.0.2.1}).
     */
    public static Optional<String> canonicalUnlessEmbedded(String text) {
        return text.indexOf(':') >= 0
                        && parse(text).filter(Addresses::isEmbedded).isPresent()
                ? Optional.empty()
                : canonical(text);
    }

    /** The address, or empty if the text is not one. No DNS look-up; an IPv4-mapped IPv6 address becomes IPv4. */
    public static Optional<InetAddress> parse(String text) {
        var ofIpv4 = text.substring(text.lastIndexOf(':') + 1);
        if (!FORM_OF_IPV6.matcher(text).matches() && !IPV4.matcher(text).matches()
                || ofIpv4.indexOf('.') >= 0 && !IPV4.matcher(ofIpv4).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isEmbedded(InetAddress address) {
        return address instanceof Inet4Address || address instanceof Inet6Address ipv6 && isCompatible(ipv6);
    }

    /** Whether only the last 32 bits are set, more of them than in {@code ::} and {@code ::1}. */
    private static boolean isCompatible(Inet6Address address) {
        return address.isIPv4CompatibleAddress() && !address.isAnyLocalAddress() && !address.isLoopbackAddress();
    }

    /** In RFC 5952's form, which writes the IPv4 part of a translated address (RFC 6052, 2.1) as such. */
    private static String text(InetAddress address) {
        var bytes = address.getAddress();
        return address instanceof Inet6Address
                        && Arrays.equals(bytes, 0, TRANSLATED.length, TRANSLATED, 0, TRANSLATED.length)
                ? "64:ff9b::%s.%s.%s.%s"
                        .formatted(bytes[12] & 0xff, bytes[13] & 0xff, bytes[14] & 0xff, bytes[15] & 0xff)
                : NetUtil.toAddressString(address);
    }
}
