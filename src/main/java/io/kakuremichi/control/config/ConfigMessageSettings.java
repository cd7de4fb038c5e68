package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Contents of configurations. */
public interface ConfigMessageSettings {
    /** The addresses of a gateway that an agent gets. */
    @WithDefault("own")
    VirtualIps gatewayVirtualIps();

    /** Minimum time between two {@code config}s that changes cause. */
    @WithDefault("1s")
    Duration interval();

    /** The addresses of a gateway that an agent gets. */
    enum VirtualIps {
        /** The address in the agent's own subnet. */
        OWN,
        /** The addresses in all agents' subnets. */
        ALL
    }
}
