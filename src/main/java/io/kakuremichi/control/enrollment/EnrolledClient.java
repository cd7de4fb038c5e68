package io.kakuremichi.control.enrollment;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import java.util.UUID;

/**
 * A client that was just created by an enrollment.
 *
 * @param version of its resource in REST
 * @param apiKey in clear; only its hash is stored
 */
public record EnrolledClient(UUID id, ClientType type, String name, int version, Secret apiKey) {}
