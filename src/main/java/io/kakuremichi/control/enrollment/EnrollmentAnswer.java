package io.kakuremichi.control.enrollment;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import java.util.UUID;

/**
 * The answer to an enrollment that can be repeated.
 *
 * @param id of the client
 * @param apiKey of the client, in clear
 */
public record EnrollmentAnswer(UUID id, ClientType type, Secret apiKey) {}
