package io.kakuremichi.control.enrollment;

import io.kakuremichi.control.gateway.PublicIp;
import io.kakuremichi.control.rest.FieldRules;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a machine says of itself when it enrolls.
 *
 * @param name of the client; null for a name that is derived from the key's
 * @param publicKey its own WireGuard public key, in base64; null for a pair that Control generates
 * @param publicIp of a gateway; null if it is not known
 * @param type {@code agent} or {@code gateway}; null to get that of the key
 */
@RegisterForReflection
public record EnrollRequest(
        @Nullable @Pattern(regexp = FieldRules.NAME, message = FieldRules.NAME_FAULT) String name,

        @Nullable String publicKey,

        @Nullable @PublicIp String publicIp,

        @Nullable @Pattern(regexp = "agent|gateway", message = "must be agent or gateway") String type) {}
