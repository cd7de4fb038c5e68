package io.kakuremichi.control.original;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import java.util.List;

/** What the original knows about its clients and tunnels, in the order of the file. */
@RegisterForReflection
public record OriginalData(
        @NotNull(message = "is required") List<@NotNull(message = "must be an object") OriginalAgent> agents,
        @NotNull(message = "is required") List<@NotNull(message = "must be an object") OriginalGateway> gateways,
        @NotNull(message = "is required") List<@NotNull(message = "must be an object") OriginalTunnel> tunnels) {}
