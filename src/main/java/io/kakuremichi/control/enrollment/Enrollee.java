package io.kakuremichi.control.enrollment;

import io.kakuremichi.control.credential.ClientType;
import org.jspecify.annotations.Nullable;

/**
 * A machine that enrolls.
 *
 * @param type the type that it states; null to get that of the key
 * @param certified whether it showed a client certificate
 * @param address for the audit
 */
public record Enrollee(@Nullable ClientType type, boolean certified, String address) {}
