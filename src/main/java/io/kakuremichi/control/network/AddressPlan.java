package io.kakuremichi.control.network;

/**
 * Divides the pool: maps the n-th agent to a subnet, and the n-th gateway to a host number. Pure arithmetic.
 *
 * <p>The second octet counts first, for compatibility with earlier products of the family: in the pool 10.0.0.0/8 with
 * /24 subnets, 10.1.0.0, 10.2.0.0 … 10.254.0.0, then 10.1.1.0, 10.2.1.0 … The first and the last /16 of the pool are
 * left out. A pool that is too small for this scheme is numbered sequentially.
 *
 * @param pool the network that contains all agents' subnets
 * @param agentPrefix the prefix length of an agent's subnet
 */
public record AddressPlan(Subnet pool, int agentPrefix) {
    /** The agent's own host number, which no gateway gets. */
    public static final int AGENT_HOST = 100;

    private static final int BLOCK_PREFIX = 16;
    /** The longest prefix for which .100 is inside the subnet. */
    private static final int LONGEST_AGENT_PREFIX = 25;

    public AddressPlan {
        if (agentPrefix < pool.prefix() || agentPrefix > LONGEST_AGENT_PREFIX) {
            throw new IllegalArgumentException("an agent's subnet in the pool %s has a prefix of %s to %s bits, not %s"
                    .formatted(pool, pool.prefix(), LONGEST_AGENT_PREFIX, agentPrefix));
        }
    }

    /** The number of agents that fit into the pool. */
    public int agents() {
        return Math.toIntExact((long) columns() * rows());
    }

    /** The number of gateways in each subnet: all hosts except the agent, network and broadcast addresses. */
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
