package io.kakuremichi.control.session.inbound;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
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
 * @param key the key of the handshake or of the message; empty when there is none or the two differ
 * @param type the type that the key's prefix names; empty when the handshake or the message asked for the other one
 * @param publicIp the address that the client reports, in canonical form; null when it reports none
 * @param publicKey the client's own WireGuard key; null when it has none
 */
record AuthClaim(
        Optional<Secret> key,
        Optional<ClientType> type,
        @Nullable String publicIp,
        @Nullable String publicKey) {
    /**
     * Reads the claim.
     *
     * @throws InvalidMessageException when a field has no valid form
     */
    static AuthClaim of(Handshake handshake, ClientMessage.Auth auth) throws InvalidMessageException {
        var key = key(handshake.apiKey(), auth.apiKey());
        return new AuthClaim(
                key, type(handshake.type(), auth.type(), key), publicIp(auth.publicIp()), publicKey(auth.publicKey()));
    }

    private static Optional<Secret> key(@Nullable Secret ofHandshake, @Nullable Secret ofMessage) {
        if (ofHandshake != null && ofMessage != null && !ofHandshake.hash().matches(ofMessage.hash())) {
            return Optional.empty();
        }
        return Optional.ofNullable(ofMessage != null ? ofMessage : ofHandshake);
    }

    private static Optional<ClientType> type(
            @Nullable ClientType ofHandshake, @Nullable ClientType ofMessage, Optional<Secret> key) {
        return key.flatMap(secret -> ClientType.ofKey(secret.value()))
                .filter(named -> ofHandshake == null || named == ofHandshake)
                .filter(named -> ofMessage == null || named == ofMessage);
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
