package io.kakuremichi.control.http;

import io.vertx.core.http.HttpServerRequest;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The certificate that a client shows in the TLS handshake. One that does not verify has ended the handshake. */
public final class ClientCertificate {
    private ClientCertificate() {}

    /** Returns whether the client showed one. */
    public static boolean isShown(HttpServerRequest request) {
        if (!request.isSSL()) {
            return false;
        }
        try {
            return request.sslSession().getPeerCertificates().length > 0;
        } catch (SSLPeerUnverifiedException e) {
            return false;
        }
    }
}
