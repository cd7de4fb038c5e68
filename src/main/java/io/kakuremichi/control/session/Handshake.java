package io.kakuremichi.control.session;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.http.ClientAddress;
import io.kakuremichi.control.protocol.ClientMessage;
import org.jspecify.annotations.Nullable;

/**
 * What came with the upgrade request.
 *
 * @param greeting what does for an {@code auth}, when the key is known to be some client's; else null
 * @param certified whether the client has a certificate that verified
 */
record Handshake(
        @Nullable ClientType type,
        @Nullable Secret apiKey,
        ClientMessage.@Nullable Auth greeting,
        boolean certified,
        ClientAddress client) {
    /** Whether it does without {@code auth}. */
    boolean bearer() {
        return greeting != null;
    }
}
