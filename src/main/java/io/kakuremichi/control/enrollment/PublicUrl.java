package io.kakuremichi.control.enrollment;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.http.ClientAddresses;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The URL at which clients reach Control: the configured one, else the one by which a request came. */
@Singleton
class PublicUrl {
    private static final String SOCKETS = "/ws";

    private final Optional<String> configured;
    private final ClientAddresses addresses;

    @Inject
    PublicUrl(ControlConfig config, ClientAddresses addresses) {
        this(config.publicUrl(), addresses);
    }

    PublicUrl(Optional<String> configured, ClientAddresses addresses) {
        this.configured = configured;
        this.addresses = addresses;
    }

    /** The URL of the WebSocket, such as {@code wss://control.example/ws}. */
    String ofSockets(HttpServerRequest request) {
        var web = configured.orElseGet(() -> of(request));
        return web.replaceFirst("^http", "ws").replaceFirst("/$", "") + SOCKETS;
    }

    private String of(HttpServerRequest request) {
        var client = addresses.of(request);
        var scheme = client.hasTls(request.isSSL()) ? "https" : "http";
        // A request without a valid Host has been refused before.
        var host = addresses.forwardedHost(request).orElseGet(() -> Optional.ofNullable(request.authority())
                .map(HostAndPort::toString)
                .orElseThrow());
        return scheme + "://" + host;
    }
}
