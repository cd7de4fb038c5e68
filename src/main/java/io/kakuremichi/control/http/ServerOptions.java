package io.kakuremichi.control.http;

import io.kakuremichi.control.config.ControlConfig;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Server options that Quarkus has no setting for. */
@Singleton
class ServerOptions implements HttpServerOptionsCustomizer {
    /**
     * Limits what the kernel buffers for a client that does not read. The default grows to several MB for each socket.
     */
    private static final int SEND_BUFFER = 256 * 1024;

    private static final Logger LOG = Logger.getLogger(ServerOptions.class);

    private final ControlConfig config;

    ServerOptions(ControlConfig config) {
        this.config = config;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        limit(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        limit(options);
        if (config.tls().required()
                && options.getKeyCertOptions() == null
                && config.trustedProxies().isEmpty()) {
            LOG.info(
                    "Only local clients can connect: set KAKUREMICHI_TLS_CERTIFICATE_FILE and KAKUREMICHI_TLS_KEY_FILE, or"
                            + " KAKUREMICHI_TRUSTED_PROXIES to the proxy that has one");
        }
        if (!config.tls().gatewaysNeedCertificate()) {
            return;
        }
        if (options.getKeyCertOptions() == null || options.getTrustOptions() == null) {
            // The start has refused such settings. Without a trust store, the JVM would trust every public authority.
            throw new IllegalStateException("certificates of gateways cannot be checked");
        }
        // Requested but not required: agents and people have no client certificate.
        options.setClientAuth(ClientAuth.REQUEST);
    }

    private void limit(HttpServerOptions options) {
        options.setSendBufferSize(SEND_BUFFER);
        // The compression windows would be most of a connection's memory.
        options.setPerMessageWebSocketCompressionSupported(false);
        options.setPerFrameWebSocketCompressionSupported(false);
        limitTime(options);
    }

    /**
     * A client that sends a byte now and then is never idle. Nothing is written to it, so the time since the last write
     * limits how long one request may take to arrive. The limit is lifted when the connection becomes a WebSocket,
     * which has limits of its own.
     */
    private void limitTime(HttpServerOptions options) {
        var millis = config.limits().requestTime().toMillis();
        options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        options.setIdleTimeout(Math.toIntExact(millis));
        options.setWriteIdleTimeout(Math.toIntExact(millis));
    }
}
