package io.kakuremichi.control.http;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from.
 *
 * @param address the client's, as far as it can be known
 * @param port of the connection; null when a proxy stands between
 * @param proto what a trusted proxy says the client spoke to it, in lower case; null when none says anything
 */
public record ClientAddress(
        InetAddress address,
        @Nullable Integer port,
        @Nullable String proto) {
    private static final int SITE_BYTES = 8;

    /**
     * What limits per address count together: an IPv4 address, or the /64 of an IPv6 address, all of which one host has.
     */
    public InetAddress counted() {
        if (address instanceof Inet4Address) {
            return address;
        }
        var site = Arrays.copyOf(Arrays.copyOf(address.getAddress(), SITE_BYTES), address.getAddress().length);
        try {
            return InetAddress.getByAddress(site);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }

    /** Whether the client has TLS, to Control or to the proxy before it. */
    boolean hasTls(boolean tls) {
        return proto == null ? tls : proto.equals("https");
    }

    /** Whether the request may have been read on its way; on this machine it was not. */
    boolean isPlainText(boolean tls) {
        var sameMachine = port != null && proto == null && address.isLoopbackAddress();
        return !hasTls(tls) && !sameMachine;
    }

    /** The address alone, for people. */
    public String host() {
        return NetUtil.toAddressString(address);
    }

    /** For people: {@code address:port}, or the address alone. */
    @Override
    public String toString() {
        var host = host();
        if (port == null) {
            return host;
        }
        return (address instanceof Inet4Address ? host : "[" + host + "]") + ":" + port;
    }
}
