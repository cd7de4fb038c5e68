package io.kakuremichi.control.http;

import io.kakuremichi.control.config.ControlConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** What Quarkus has no setting for. */
@Singleton
class ServerOptions implements HttpServerOptionsCustomizer {
    /** What the kernel may hold for a client that takes nothing. Left to itself it grows to some MB for each. */
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
                    "Only this machine may connect: set QUARKUS_TLS_WEB_KEY_STORE_PEM_0_CERT and _KEY to a certificate, or"
                            + " KAKUREMICHI_TRUSTED_PROXIES to the proxy that has one");
        }
        if (!config.tls().gatewaysNeedCertificate()) {
            return;
        }
        if (options.getKeyCertOptions() == null || options.getTrustOptions() == null) {
            // Without a trust store of its own the JVM would trust whoever any public authority certified.
            throw new ConfigurationException(
                    "KAKUREMICHI_TLS_GATEWAYS_NEED_CERTIFICATE needs QUARKUS_TLS_WEB_TRUST_STORE_PEM_CERTS"
                            + " (the authority of the gateways' certificates) and Control's own certificate");
        }
        // Not required: agents and people have none.
        options.setClientAuth(ClientAuth.REQUEST);
    }

    private void limit(HttpServerOptions options) {
        options.setSendBufferSize(SEND_BUFFER);
        // Its windows would be the larger part of what a connection takes.
        options.setPerMessageWebSocketCompressionSupported(false);
        options.setPerFrameWebSocketCompressionSupported(false);
        limitTime(options);
    }

    /**
     * A client that sends a byte now and then is never idle, but nothing is written to it: the time since the last write
     * bounds how long one request can take to come in. Lifted when a connection becomes a WebSocket, which has limits of
     * its own.
     */
    private void limitTime(HttpServerOptions options) {
        var millis = config.limits().requestTime().toMillis();
        options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        options.setIdleTimeout(Math.toIntExact(millis));
        options.setWriteIdleTimeout(Math.toIntExact(millis));
    }
}
