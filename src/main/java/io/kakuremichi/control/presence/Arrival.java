package io.kakuremichi.control.presence;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.SecretHash;
import java.util.UUID;

/**
 * A connection that presents a key.
 *
 * @param sessionId the connection's own id, never used before
 * @param type what the key must be of
 * @param remoteAddress for people; {@code address:port}
 */
public record Arrival(UUID sessionId, ClientType type, SecretHash keyHash, String remoteAddress) {}
