package io.kakuremichi.control.original;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * A row of the original's {@code tunnels}, with the texts of the file.
 *
 * @param enabled null if the file does not say
 * @param httpProxyEnabled null if the file does not say
 * @param socksProxyEnabled null if the file does not say
 */
@RegisterForReflection
public record OriginalTunnel(
        @Nullable String id,
        @Nullable String domain,
        @Nullable String agentId,
        @Nullable String target,
        @Nullable Boolean enabled,
        @Nullable String description,
        @Nullable Boolean httpProxyEnabled,
        @Nullable Boolean socksProxyEnabled) {}
