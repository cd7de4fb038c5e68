package io.kakuremichi.control.session.connection;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.credential.SecretHash;
import io.kakuremichi.control.presence.Admission;
import io.kakuremichi.control.protocol.Capability;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The states of a session. Each state offers the transitions that are legal from it; every state may close. */
public sealed interface SessionState {
    /** The only instance: closing a closed session changes nothing. */
    Closed CLOSED = new Closed();

    /**
     * Connected; only {@code auth} is accepted.
     *
     * @param enrollmentKey of the upgrade request, with which {@code auth} creates the client; null when it had none
     */
    record AwaitingAuth(@Nullable Secret enrollmentKey) implements SessionState {
        /** An enrollment key was presented. */
        public Enrolling enrolling() {
            return new Enrolling(this);
        }

        /** A key was presented. */
        public Authenticating authenticating(ClientType type, SecretHash keyHash) {
            return new Authenticating(type, keyHash);
        }
    }

    /**
     * The enrollment key is being checked, and the client created.
     *
     * @param before the state to return to when the client may correct its {@code auth}
     */
    record Enrolling(AwaitingAuth before) implements SessionState {
        /** The client was created, or had been created by an earlier connection. */
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
