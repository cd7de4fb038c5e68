package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What configurations contain. */
public interface ConfigMessageSettings {
    /** Which of a gateway's addresses an agent is told. */
    @WithDefault("own")
    VirtualIps gatewayVirtualIps();

    /** Least time between two {@code config}s that changes cause. */
    @WithDefault("1s")
    Duration interval();

    /** Which of a gateway's addresses an agent is told. */
    enum VirtualIps {
        /** The one inside the agent's own subnet. */
        OWN,
        /** Those in all agents' subnets. */
        ALL
    }
}
