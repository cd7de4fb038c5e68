package io.kakuremichi.control.presence;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.SecretHash;
import java.util.UUID;

/**
 * A connection that presents an API key.
 *
 * @param sessionId the connection's unique id
 * @param type the type that the key must belong to
 * @param remoteAddress {@code address:port}, for people
 */
public record Arrival(UUID sessionId, ClientType type, SecretHash keyHash, String remoteAddress) {}
