package io.kakuremichi.control.presence;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.SecretHash;
import java.util.UUID;

/**
 * A connection that presents an API key, or that was just given one.
 *
 * @param sessionId the connection's unique id
 * @param type the type that the key must belong to
 * @param remoteAddress {@code address:port}, for people
 * @param receivesProxies whether the client is sent what tunnels serve as proxies
 * @param enrolled whether the connection enrolled the client, so that it is not known whether the client has received its key
 */
public record Arrival(
        UUID sessionId,
        ClientType type,
        SecretHash keyHash,
        String remoteAddress,
        boolean receivesProxies,
        boolean enrolled) {}
