package io.kakuremichi.control.protocol;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client may say ({@code protocol.md}, <i>Client → Control</i>). */
public sealed interface ClientMessage {
    /**
     * Who the client is.
     *
     * @param apiKey null when it came with the handshake instead
     * @param type what the client says it is; null when it leaves that to its key
     * @param publicIp a gateway's public address; null or empty leaves the stored one
     * @param publicKey of a WireGuard pair that the client made itself, or null
     * @param capabilities what the client can do beyond the seed
     * @param resume where the client was when its last connection ended, or null to start anew
     */
    record Auth(
            @Nullable Secret apiKey,
            @Nullable ClientType type,
            @Nullable String publicIp,
            @Nullable String publicKey,
            Set<Capability> capabilities,
            @Nullable ResumePoint resume)
            implements ClientMessage {
        /** Of a client that said all it has to say with its handshake. */
        public static Auth ofHandshake(Set<Capability> capabilities, @Nullable ResumePoint resume) {
            return new Auth(null, null, null, null, capabilities, resume);
        }
    }

    /**
     * A place in history, in the client's words.
     *
     * @param epoch as {@code auth_success} named it
     * @param revision the last one that the client applied
     */
    record ResumePoint(String epoch, long revision) {}

    /** A sign of life. The client's clock in it is never used. */
    record Heartbeat() implements ClientMessage {}

    /** A sign of life that wants an answer. */
    record Ping() implements ClientMessage {}

    /** A sign of life in which the client also says whether it is in trouble. */
    record Condition(boolean trouble) implements ClientMessage {}

    /** How an agent's tunnels are doing. */
    record Status(List<TunnelStatus> tunnels) implements ClientMessage {}

    /** One tunnel's status in the agent's own words. */
    record TunnelStatus(String domain, String status) {}

    /** A gateway obtained a certificate. The texts are PEM and not yet checked. */
    record CertificateObtained(String domain, String certificate, Secret privateKey, Instant expiresAt)
            implements ClientMessage {}

    /** The client applied the state of that revision, or says why it could not; without one it means the last it was sent. */
    record ConfigAck(
            @Nullable Long revision,
            boolean success,
            @Nullable String error) implements ClientMessage {}
}
