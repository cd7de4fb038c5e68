package io.kakuremichi.control.session.inbound;

import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.enrollment.EnrollRequest;
import io.kakuremichi.control.protocol.ClientMessage;
import io.kakuremichi.control.protocol.InvalidMessageException;
import io.kakuremichi.control.protocol.MessageErrorCode;
import io.kakuremichi.control.rest.FieldRules;
import io.kakuremichi.control.session.connection.Handshake;
import io.kakuremichi.control.session.connection.SessionState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code auth} with an enrollment key claims; nothing of it is authenticated.
 *
 * @param key the key of the handshake or of the message; empty when the two differ, or it does not have the form of a key
 */
record EnrollmentClaim(Optional<Secret> key, EnrollRequest request) {
    /** Returns whether the handshake or the message has an enrollment key. */
    static boolean isMade(SessionState.AwaitingAuth state, ClientMessage.Auth auth) {
        return state.enrollmentKey() != null || auth.enrollmentKey() != null;
    }

    /**
     * Reads the claim.
     *
     * @param claim its other fields
     * @throws InvalidMessageException when a field is missing, has no valid form or has no place in an enrollment
     */
    static EnrollmentClaim of(
            Handshake handshake, SessionState.AwaitingAuth state, ClientMessage.Auth auth, AuthClaim claim)
            throws InvalidMessageException {
        if (auth.apiKey() != null || handshake.keyHash() != null) {
            throw invalid("A client has either an API key or an enrollment key");
        }
        if (claim.publicKey() == null) {
            // Without it, a client that lost the answer would look like another client with the same key.
            throw invalid(
                    "\"publicKey\" is required with an enrollment key; clients without a key pair use POST /api/enroll");
        }
        var name = auth.name() == null || auth.name().isEmpty() ? null : auth.name();
        if (name != null && !name.matches(FieldRules.NAME)) {
            throw invalid("\"name\" " + FieldRules.NAME_FAULT);
        }
        return new EnrollmentClaim(
                key(state.enrollmentKey(), auth.enrollmentKey()),
                new EnrollRequest(name, claim.publicKey(), claim.publicIp(), null));
    }

    private static Optional<Secret> key(@Nullable Secret ofHandshake, @Nullable Secret ofMessage) {
        var key = ofMessage == null ? ofHandshake : ofMessage;
        return Optional.ofNullable(key)
                .filter(Secret::isEnrollmentKey)
                .filter(each -> ofHandshake == null || ofHandshake.hash().matches(each.hash()));
    }

    private static InvalidMessageException invalid(String text) {
        return new InvalidMessageException(MessageErrorCode.INVALID_MESSAGE, text);
    }
}
