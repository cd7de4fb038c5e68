package io.kakuremichi.control.session.connection;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.SecretHash;
import io.kakuremichi.control.presence.Admission;
import io.kakuremichi.control.protocol.Capability;
import java.util.Set;
import java.util.UUID;

/** The states of a session. Each state offers the transitions that are legal from it; every state may close. */
public sealed interface SessionState {
    /** The only instance: closing a closed session changes nothing. */
    Closed CLOSED = new Closed();

    /** Connected; only {@code auth} is accepted. */
    record AwaitingAuth() implements SessionState {
        /** A key was presented. */
        public Authenticating authenticating(ClientType type, SecretHash keyHash) {
            return new Authenticating(type, keyHash);
        }
    }

    /** The key is being checked. */
    record Authenticating(ClientType type, SecretHash keyHash) implements SessionState {
        /** The client is online. */
        public Live live(Admission.Accepted accepted, Set<Capability> capabilities) {
            return new Live(type, accepted.clientId(), accepted.generation(), capabilities);
        }
    }

    /**
     * Authenticated, online and receiving changes.
     *
     * @param generation counts the client's connections; the higher of two is the newer
     * @param capabilities those granted
     */
    record Live(ClientType type, UUID clientId, long generation, Set<Capability> capabilities) implements SessionState {
        /** Returns whether the client acknowledges what it applied. */
        public boolean acks() {
            return capabilities.contains(Capability.ACK);
        }
    }

    /** Ended; the socket may not have closed yet. */
    record Closed() implements SessionState {}
}
