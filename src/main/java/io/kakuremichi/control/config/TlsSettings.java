package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;

/** Transport security. The certificate is set by {@code QUARKUS_TLS_KEY_STORE_PEM_0_CERT} and {@code _KEY}. */
public interface TlsSettings {
    /** Whether plain text is refused with 403, but from this machine and behind a trusted proxy that has TLS. Not in dev mode. */
    @WithDefault("true")
    boolean required();

    /** Whether gateways need a client certificate of an authority in the trust store, beside their keys. */
    @WithDefault("false")
    boolean gatewaysNeedCertificate();
}
