package io.kakuremichi.control.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Optional;

/** IP addresses as text. */
public final class Addresses {
    private Addresses() {}

    /**
     * The address in canonical form (for IPv6 that of RFC 5952), or empty if the text is not an IPv4 or IPv6 address.
     * No DNS look-up.
     */
    public static Optional<String> canonical(String text) {
        return parse(text).map(NetUtil::toAddressString);
    }

    /** The address, or empty if the text is not one. No DNS look-up; an IPv4-mapped IPv6 address becomes IPv4. */
    public static Optional<InetAddress> parse(String text) {
        var zoned = text.indexOf('%') >= 0 || text.indexOf('[') >= 0;
        if (zoned || !(NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text))) {
            return Optional.empty();
        }
        return Optional.of(InetAddress.ofLiteral(text));
    }
}
