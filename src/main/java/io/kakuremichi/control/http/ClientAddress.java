package io.kakuremichi.control.http;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a request.
 *
 * @param address the client's address, as far as it is known
 * @param port the connection's port; null behind a proxy
 * @param proto the scheme that the client used according to a trusted proxy, in lower case; null if unknown
 */
public record ClientAddress(
        InetAddress address,
        @Nullable Integer port,
        @Nullable String proto) {
    private static final int SITE_BYTES = 8;

    /**
     * The address that limits count by: an IPv4 address, or the /64 network of an IPv6 address, which one host usually
     * owns.
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

    /** Whether the client uses TLS, to Control or to the proxy in front of it. */
    public boolean hasTls(boolean tls) {
        return proto == null ? tls : proto.equals("https");
    }

    /** Whether the request crossed a network without TLS; requests from this machine did not. */
    boolean isPlainText(boolean tls) {
        var sameMachine = port != null && proto == null && address.isLoopbackAddress();
        return !hasTls(tls) && !sameMachine;
    }

    /** The address as text. */
    public String host() {
        return NetUtil.toAddressString(address);
    }

    /** {@code address:port}, or the address alone, for people. */
    @Override
    public String toString() {
        var host = host();
        if (port == null) {
            return host;
        }
        return (address instanceof Inet4Address ? host : "[" + host + "]") + ":" + port;
    }
}
