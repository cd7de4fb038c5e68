package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Transport security. All files are PEM, and are checked at the start and at each reload. */
public interface TlsSettings {
    /**
     * Whether plain text is rejected with 403, except from this machine and from a trusted proxy that received the
     * request over TLS. Off in dev mode.
     */
    @WithDefault("true")
    boolean required();

    /** The certificate of the public port, followed by those of its issuers. Without it, the port has no TLS. */
    Optional<Path> certificateFile();

    /** The private key of the certificate, without a passphrase. */
    Optional<Path> keyFile();

    /**
     * Interval at which certificate, key and authorities are read again; connections stay open, and what does not pass
     * the checks is not used. Without it, they are read at the start only.
     */
    Optional<Duration> reloadPeriod();

    /**
     * Whether gateways need a client certificate of an authority in {@code KAKUREMICHI_TLS_GATEWAYS_CA_FILE}, in addition to their keys.
     */
    @WithDefault("false")
    boolean gatewaysNeedCertificate();

    /** The authorities of gateways' certificates. */
    Optional<Path> gatewaysCaFile();
}
