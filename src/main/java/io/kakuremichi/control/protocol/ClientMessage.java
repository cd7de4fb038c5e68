package io.kakuremichi.control.protocol;

import io.kakuremichi.control.credential.Secret;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client may say ({@code protocol.md}, <i>Client → Control</i>). */
public sealed interface ClientMessage {
    /**
     * Who the client is.
     *
     * @param apiKey null when it came with the handshake instead
     * @param publicIp a gateway's public address; null or empty leaves the stored one
     * @param publicKey of a WireGuard pair that the client made itself, or null
     * @param capabilities what the client can do beyond the seed; unknown ones are ignored
     */
    record Auth(
            @Nullable Secret apiKey,
            @Nullable String publicIp,
            @Nullable String publicKey,
            List<String> capabilities) implements ClientMessage {}

    /** A sign of life. The client's clock in it is never used. */
    record Heartbeat() implements ClientMessage {}

    /** How an agent's tunnels are doing. */
    record Status(List<TunnelStatus> tunnels) implements ClientMessage {}

    /** One tunnel's status in the agent's own words. */
    record TunnelStatus(String domain, String status) {}

    /** A gateway obtained a certificate. The texts are PEM and not yet checked. */
    record CertificateObtained(String domain, String certificate, Secret privateKey, Instant expiresAt)
            implements ClientMessage {}

    /** The client applied the configuration of that revision, or says why it could not. */
    record ConfigAck(
            @Nullable Long revision,
            boolean success,
            @Nullable String error) implements ClientMessage {}
}
