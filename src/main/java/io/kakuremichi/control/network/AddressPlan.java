package io.kakuremichi.control.network;

/**
 * How the pool is divided: which subnet the n-th agent gets, which host number the n-th gateway. Pure arithmetic.
 *
 * <p>Subnets are numbered so that the second octet moves first, as the family of products has always done it: in the
 * pool 10.0.0.0/8 with /24 agents, 10.1.0.0, 10.2.0.0 … 10.254.0.0, then 10.1.1.0, 10.2.1.0 … The first and the last
 * /16 of a pool are left out. A pool too small for that is numbered in order.
 *
 * @param pool the network that all agents' subnets are cut from
 * @param agentPrefix the prefix length of an agent's subnet
 */
public record AddressPlan(Subnet pool, int agentPrefix) {
    /** The agent's own host number in its subnet; no gateway ever gets it. */
    public static final int AGENT_HOST = 100;

    private static final int BLOCK_PREFIX = 16;
    /** An agent's prefix can't be longer: .100 must be inside. */
    private static final int LONGEST_AGENT_PREFIX = 25;

    public AddressPlan {
        if (agentPrefix < pool.prefix() || agentPrefix > LONGEST_AGENT_PREFIX) {
            throw new IllegalArgumentException("an agent's subnet in the pool %s has a prefix of %d to %d bits, not %d"
                    .formatted(pool, pool.prefix(), LONGEST_AGENT_PREFIX, agentPrefix));
        }
    }

    /** How many agents fit into the pool. */
    public int agents() {
        return Math.toIntExact((long) columns() * rows());
    }

    /** How many gateways fit into each agent's subnet: all hosts but the agent, network and broadcast. */
    public int gateways() {
        return (1 << (32 - agentPrefix)) - 3;
    }

    /** The subnet of the agent with that index, 0 to {@link #agents()} - 1. */
    public Subnet subnet(int index) {
        var first = interleaved() ? 1 : 0;
        var column = first + index % columns();
        var row = index / columns();
        var address = pool.network() + (column << (32 - columnPrefix())) + (row << (32 - agentPrefix));
        return new Subnet(address, agentPrefix);
    }

    /** The host number of the gateway with that index, 0 to {@link #gateways()} - 1: 1 to 99, then 101 and on. */
    public int gatewayHost(int index) {
        return index + 1 < AGENT_HOST ? index + 1 : index + 2;
    }

    private boolean interleaved() {
        return pool.prefix() < BLOCK_PREFIX - 1 && agentPrefix >= BLOCK_PREFIX;
    }

    private int columnPrefix() {
        return interleaved() ? BLOCK_PREFIX : agentPrefix;
    }

    private int columns() {
        var all = 1 << (columnPrefix() - pool.prefix());
        return interleaved() ? all - 2 : all;
    }

    private int rows() {
        return interleaved() ? 1 << (agentPrefix - BLOCK_PREFIX) : 1;
    }
}
