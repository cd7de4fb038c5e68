package io.kakuremichi.control.session.connection;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.SecretHash;
import io.kakuremichi.control.http.ClientAddress;
import io.kakuremichi.control.protocol.ClientMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a session keeps of its upgrade request. A key is kept as its hash only, so that memory holds no key of a connected client.
 *
 * @param type the type that the client asked for; null when neither the query nor a key's prefix named one
 * @param keyHash hash of the key that came with the request; null when the key will come with {@code auth}
 * @param greeting takes the place of {@code auth} when the key came in a header and belongs to some client; else null
 * @param certified whether the client showed a certificate that verified
 * @param client the address for limits and the audit; behind a trusted proxy, the one that it reports
 */
public record Handshake(
        @Nullable ClientType type,
        @Nullable SecretHash keyHash,
        ClientMessage.@Nullable Auth greeting,
        boolean certified,
        ClientAddress client) {
    /** Returns whether the key came in the header {@code Authorization}, so that no {@code auth} is needed. */
    public boolean bearer() {
        return greeting != null;
    }
}
