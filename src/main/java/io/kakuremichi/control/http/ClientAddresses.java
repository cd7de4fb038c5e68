package io.kakuremichi.control.http;

import io.kakuremichi.control.config.ControlConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Determines clients' addresses. Forwarding headers count only if the peer is a trusted proxy. The client is then the
 * right-most address in the header that is not a trusted proxy's; entries left of it may be forged. An entry that is
 * not an address ends the search, and the proxy that added it counts as the client.
 */
@Singleton
public class ClientAddresses {
    /**
     * Replaces a peer without an address, which server sockets never have. Not static: a native image cannot contain an
     * InetAddress, and its build fails.
     */
    private final InetAddress unknown = InetAddress.ofLiteral("0.0.0.0");

    private final List<AddressRange> trusted;
    private final ForwardedHeader header;

    @Inject
    ClientAddresses(ControlConfig config) {
        this(
                config.trustedProxies().orElse(List.of()),
                switch (config.forwardedHeader()) {
                    case X_FORWARDED -> ForwardedHeader.X_FORWARDED;
                    case FORWARDED -> ForwardedHeader.RFC_7239;
                });
    }

    ClientAddresses(List<String> trustedProxies, ForwardedHeader header) {
        try {
            this.trusted = trustedProxies.stream()
                    .map(String::strip)
                    .map(AddressRange::parse)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("KAKUREMICHI_TRUSTED_PROXIES: " + e.getMessage(), e);
        }
        this.header = header;
    }

    /** The origin of the request. Any thread. */
    public ClientAddress of(HttpServerRequest request) {
        // The connection's address, because a header may have replaced the request's.
        var peer = request.connection().remoteAddress();
        return of(peer, request.headers());
    }

    ClientAddress of(SocketAddress peer, MultiMap headers) {
        var address = address(peer);
        if (!isTrusted(address)) {
            return new ClientAddress(address, peer.port(), null);
        }
        var proto = header.proto(headers).orElse(null);
        var hops = header.hops(headers);
        if (hops.isEmpty()) {
            return new ClientAddress(address, peer.port(), proto);
        }
        return new ClientAddress(client(address, hops), null, proto);
    }

    /**
     * The host, and the port if it is not the scheme's, to which the client sent the request according to a trusted proxy; empty
     * without one, or if the proxy does not say.
     */
    public Optional<String> forwardedHost(HttpServerRequest request) {
        return isTrusted(address(request.connection().remoteAddress()))
                ? header.authority(request.headers())
                : Optional.empty();
    }

    private InetAddress address(SocketAddress peer) {
        return Optional.ofNullable(peer.hostAddress())
                .map(ClientAddresses::withoutZone)
                .flatMap(Addresses::parse)
                .orElse(unknown);
    }

    private InetAddress client(InetAddress peer, List<String> hops) {
        var client = peer;
        for (var hop : hops.reversed()) {
            var address = Addresses.parse(hop);
            if (address.isEmpty()) {
                return client;
            }
            client = address.get();
            if (!isTrusted(client)) {
                return client;
            }
        }
        return client;
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    private static String withoutZone(String address) {
        var zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
