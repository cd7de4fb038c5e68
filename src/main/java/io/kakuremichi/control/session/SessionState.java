package io.kakuremichi.control.session;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.SecretHash;
import io.kakuremichi.control.presence.Admission;
import io.kakuremichi.control.protocol.Capability;
import java.util.Set;
import java.util.UUID;

/** Where a connection is in its life. Each state offers the moves that are legal from it; every state may close. */
sealed interface SessionState {
    /** Nothing ends twice: closing what is closed changes nothing. */
    Closed CLOSED = new Closed();

    /** Connected; only {@code auth} is accepted. */
    record AwaitingAuth() implements SessionState {
        Authenticating authenticating(ClientType type, SecretHash keyHash) {
            return new Authenticating(type, keyHash);
        }
    }

    /** A key was presented and is being checked. */
    record Authenticating(ClientType type, SecretHash keyHash) implements SessionState {
        Live live(Admission.Accepted accepted, Set<Capability> capabilities) {
            return new Live(type, accepted.clientId(), accepted.generation(), capabilities);
        }
    }

    /**
     * Authenticated, online and told of changes.
     *
     * @param generation counts the client's connections; of two the higher one is the newer
     * @param capabilities granted
     */
    record Live(ClientType type, UUID clientId, long generation, Set<Capability> capabilities) implements SessionState {
        /** Whether the client confirms what it applied. */
        boolean acks() {
            return capabilities.contains(Capability.ACK);
        }
    }

    /** Over, whether or not the socket knows already. */
    record Closed() implements SessionState {}
}
