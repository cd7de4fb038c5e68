package io.kakuremichi.control.enrollment;

import io.kakuremichi.control.credential.ClientType;
import org.jspecify.annotations.Nullable;

/**
 * A machine that enrolls, as its connection shows it.
 *
 * @param type what it says to be; null if it leaves that to the key
 * @param certified whether it showed a client certificate
 * @param address for the audit
 */
public record Enrollee(@Nullable ClientType type, boolean certified, String address) {}
