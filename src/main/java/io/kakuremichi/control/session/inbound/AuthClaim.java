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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code auth} claims, combined with the handshake; nothing of it is authenticated.
 *
 * @param keyHash hash of the key of the handshake or of the message; empty when there is none or the two differ
 * @param type the type of the key; empty when the handshake or the message asked for the other one
 * @param publicIp the address that the client reports, in canonical form; null when it reports none
 * @param publicKey the client's own WireGuard key; null when it has none
 * @param warnings what was not valid and is taken as not given
 */
record AuthClaim(
        Optional<SecretHash> keyHash,
        Optional<ClientType> type,
        @Nullable String publicIp,
        @Nullable String publicKey,
        List<String> warnings) {
    private static final int MAX_QUOTED = 60;
    private static final Pattern NOT_PRINTABLE = Pattern.compile("\\p{C}");

    /**
     * Reads the claim.
     *
     * @param tolerant whether invalid fields are taken as not given
     * @throws InvalidMessageException when a field has no valid form
     */
    static AuthClaim of(Handshake handshake, ClientMessage.Auth auth, boolean tolerant) throws InvalidMessageException {
        var warnings = tolerant ? new ArrayList<String>() : null;
        return new AuthClaim(
                keyHash(handshake.keyHash(), auth.apiKey()),
                type(handshake, auth),
                field("publicIp", "an IPv4 or IPv6 address", auth.publicIp(), Addresses::canonical, warnings),
                field(
                        "publicKey",
                        "a WireGuard public key in base64",
                        auth.publicKey(),
                        WireGuardPublicKey::valid,
                        warnings),
                warnings == null ? List.of() : List.copyOf(warnings));
    }

    private static Optional<SecretHash> keyHash(@Nullable SecretHash ofHandshake, @Nullable Secret ofMessage) {
        var hash = ofMessage == null ? ofHandshake : ofMessage.hash();
        return Optional.ofNullable(hash).filter(key -> ofHandshake == null || ofHandshake.matches(key));
    }

    /** The type of a handshake with a key is that of the key. Keys that were taken over from an original may lack a prefix. */
    private static Optional<ClientType> type(Handshake handshake, ClientMessage.Auth auth) {
        var key = auth.apiKey();
        var ofKey = key == null
                ? Optional.ofNullable(handshake.type())
                : ClientType.ofKey(key.value()).or(() -> Optional.ofNullable(auth.type()));
        return ofKey.filter(type -> handshake.type() == null || type == handshake.type())
                .filter(type -> auth.type() == null || type == auth.type());
    }

    /** @param warnings gets what is not valid; null when that is refused */
    private static @Nullable String field(
            String name,
            String expected,
            @Nullable String text,
            Function<String, Optional<String>> parse,
            @Nullable List<String> warnings)
            throws InvalidMessageException {
        if (text == null || text.isEmpty()) {
            return null;
        }
        var value = parse.apply(text);
        if (value.isPresent()) {
            return value.get();
        }
        if (warnings == null) {
            throw new InvalidMessageException(
                    MessageErrorCode.INVALID_MESSAGE, "\"%s\" must be %s".formatted(name, expected));
        }
        warnings.add("Warning: \"%s\" of auth is not %s and is taken as not given: %s"
                .formatted(name, expected, quoted(text)));
        return null;
    }

    /** The start of the text on one line. */
    private static String quoted(String text) {
        var start = text.codePoints()
                .limit(MAX_QUOTED)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        var more = start.length() < text.length() ? "…" : "";
        return NOT_PRINTABLE.matcher(start).replaceAll(" ") + more;
    }
}
