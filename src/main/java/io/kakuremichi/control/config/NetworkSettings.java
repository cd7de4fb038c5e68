package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;

/** Addresses of agents and gateways. */
public interface NetworkSettings {
    /** What agents' subnets are cut from; fixed once there are agents. */
    @WithDefault("10.0.0.0/8")
    String pool();

    /** Prefix length of an agent's subnet, at most 25; fixed once there are agents. */
    @WithDefault("24")
    int agentPrefix();
}
