package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;

/** Addresses of agents and gateways. */
public interface NetworkSettings {
    /** The network that contains all agents' subnets; cannot change once there are agents. */
    @WithDefault("10.0.0.0/8")
    String pool();

    /** Prefix length of an agent's subnet, at most 25; cannot change once there are agents. */
    @WithDefault("24")
    int agentPrefix();
}
