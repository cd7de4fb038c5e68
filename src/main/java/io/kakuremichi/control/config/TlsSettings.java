package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;

/** Transport security. The certificate is set by {@code QUARKUS_TLS__WEB__KEY_STORE_PEM__0__CERT} and {@code QUARKUS_TLS__WEB__KEY_STORE_PEM__0__KEY}. */
public interface TlsSettings {
    /**
     * Whether plain text is rejected with 403, except from this machine and from a trusted proxy that received the
     * request over TLS. Off in dev mode.
     */
    @WithDefault("true")
    boolean required();

    /**
     * Whether gateways need a client certificate issued by an authority in the trust store, in addition to their keys.
     */
    @WithDefault("false")
    boolean gatewaysNeedCertificate();
}
