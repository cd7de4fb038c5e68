package io.kakuremichi.control.session.inbound;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.credential.SecretHash;
import io.kakuremichi.control.http.Addresses;
import io.kakuremichi.control.network.WireGuardPublicKey;
import io.kakuremichi.control.protocol.ClientMessage;
import io.kakuremichi.control.protocol.InvalidMessageException;
import io.kakuremichi.control.protocol.MessageErrorCode;
import io.kakuremichi.control.session.connection.Handshake;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code auth} claims, combined with the handshake; nothing of it is authenticated.
 *
 * @param keyHash hash of the key of the handshake or of the message; empty when there is none or the two differ
 * @param type the type of the key; empty when the handshake or the message asked for the other one
 * @param publicIp the address that the client reports, in canonical form; null when it reports none
 * @param publicKey the client's own WireGuard key; null when it has none
 */
record AuthClaim(
        Optional<SecretHash> keyHash,
        Optional<ClientType> type,
        @Nullable String publicIp,
        @Nullable String publicKey) {
    /**
     * Reads the claim.
     *
     * @throws InvalidMessageException when a field has no valid form
     */
    static AuthClaim of(Handshake handshake, ClientMessage.Auth auth) throws InvalidMessageException {
        return new AuthClaim(
                keyHash(handshake.keyHash(), auth.apiKey()),
                type(handshake, auth),
                publicIp(auth.publicIp()),
                publicKey(auth.publicKey()));
    }

    private static Optional<SecretHash> keyHash(@Nullable SecretHash ofHandshake, @Nullable Secret ofMessage) {
        var hash = ofMessage == null ? ofHandshake : ofMessage.hash();
        return Optional.ofNullable(hash).filter(key -> ofHandshake == null || ofHandshake.matches(key));
    }

    /** The type of a handshake with a key is that of the key. */
    private static Optional<ClientType> type(Handshake handshake, ClientMessage.Auth auth) {
        var key = auth.apiKey();
        var ofKey = key == null ? Optional.ofNullable(handshake.type()) : ClientType.ofKey(key.value());
        return ofKey.filter(type -> handshake.type() == null || type == handshake.type())
                .filter(type -> auth.type() == null || type == auth.type());
    }

    private static @Nullable String publicIp(@Nullable String text) throws InvalidMessageException {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return Addresses.canonical(text)
                .orElseThrow(() -> new InvalidMessageException(
                        MessageErrorCode.INVALID_MESSAGE, "\"publicIp\" must be an IPv4 or IPv6 address"));
    }

    private static @Nullable String publicKey(@Nullable String text) throws InvalidMessageException {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return WireGuardPublicKey.valid(text)
                .orElseThrow(() -> new InvalidMessageException(
                        MessageErrorCode.INVALID_MESSAGE, "\"publicKey\" must be a WireGuard public key in base64"));
    }
}
