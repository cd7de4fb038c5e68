package io.kakuremichi.control.platform;

import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

/** Where a request comes from. The one place that decides it. */
@ApplicationScoped
public class ClientAddress {
    /** The address of the socket's other end. */
    public String of(HttpServerRequest request) {
        var address = request.remoteAddress();
        return address == null || address.hostAddress() == null ? "unknown" : address.hostAddress();
    }
}
