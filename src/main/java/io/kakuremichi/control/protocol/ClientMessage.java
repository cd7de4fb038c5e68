package io.kakuremichi.control.protocol;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A message from a client ({@code protocol.md}, <i>Messages</i>). */
public sealed interface ClientMessage {
    /**
     * Authenticates the client, or creates it with an enrollment key.
     *
     * @param apiKey null if the handshake carried it, or the client enrolls
     * @param enrollmentKey null if the handshake carried it, or the client has an API key
     * @param type the type that the client states; null to derive it from the key
     * @param name the name that the client asks for; only for enrollment, and null to let Control choose one
     * @param publicIp a gateway's public address; null or empty keeps the stored one
     * @param publicKey the public key of a WireGuard key pair that the client generated, or null
     * @param capabilities the optional features that the client supports
     * @param resume the state that the client has from its last connection, or null for none
     */
    record Auth(
            @Nullable Secret apiKey,
            @Nullable Secret enrollmentKey,
            @Nullable ClientType type,
            @Nullable String name,
            @Nullable String publicIp,
            @Nullable String publicKey,
            Set<Capability> capabilities,
            @Nullable ResumePoint resume)
            implements ClientMessage {
        /** The {@code auth} of a client that stated everything in the handshake. */
        public static Auth ofHandshake(Set<Capability> capabilities, @Nullable ResumePoint resume) {
            return new Auth(null, null, null, null, null, null, capabilities, resume);
        }
    }

    /**
     * The state that a client has from an earlier connection.
     *
     * @param epoch the epoch from {@code auth_success}
     * @param revision the last revision that the client applied
     */
    record ResumePoint(String epoch, long revision) {}

    /** Keeps the connection alive. Control never uses the client's timestamp in it. */
    record Heartbeat() implements ClientMessage {}

    /** Keeps the connection alive and requests a {@link ControlMessage.Pong}. */
    record Ping() implements ClientMessage {}

    /** Keeps the connection alive and reports whether the client has a problem. */
    record Condition(boolean trouble) implements ClientMessage {}

    /** Reports the status of an agent's tunnels. */
    record Status(List<TunnelStatus> tunnels) implements ClientMessage {}

    /** One tunnel's status as free text. */
    record TunnelStatus(String domain, String status) {}

    /** Delivers a certificate that a gateway obtained. The PEM texts are not validated yet. */
    record CertificateObtained(String domain, String certificate, Secret privateKey, Instant expiresAt)
            implements ClientMessage {}

    /**
     * Acknowledges that the client applied a revision, or reports why it failed. Without a revision it refers to the
     * last one sent.
     */
    record ConfigAck(
            @Nullable Long revision,
            boolean success,
            @Nullable String error) implements ClientMessage {}
}
