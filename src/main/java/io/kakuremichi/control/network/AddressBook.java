package io.kakuremichi.control.network;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.database.AdvisoryLocks;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.rest.ApiException;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Assigns the lowest free place of the {@link AddressPlan}. A caller holds a lock until its transaction ends, so that
 * concurrent creations on any replicas never get the same place.
 */
@Singleton
public class AddressBook {
    private final EntityManager entities;
    private final AddressPlan plan;

    AddressBook(EntityManager entities, ControlConfig config) {
        this.entities = entities;
        this.plan = new AddressPlan(
                Subnet.parse(config.network().pool()), config.network().agentPrefix());
    }

    /** With a changed plan, the next agent could get a subnet that is already in use, or a subnet without room for a gateway. */
    @Transactional
    void start(@Observes @Priority(50) StartupEvent event) {
        requireLast(
                "SELECT subnet_index, subnet FROM agents ORDER BY subnet_index DESC LIMIT 1",
                (index, subnet) -> index < plan.agents()
                        && subnet.equals(plan.subnet(index).toString()));
        requireLast(
                "SELECT host_index, host_number FROM gateways ORDER BY host_index DESC LIMIT 1",
                (index, host) -> index < plan.gateways() && host.equals(plan.gatewayHost(index)));
    }

    /** Requires that the last place in use is where the plan has it. */
    private void requireLast(String sql, BiPredicate<Integer, Object> isAsPlanned) {
        List<?> last = entities.createNativeQuery(sql, Object[].class).getResultList();
        for (var row : last) {
            var place = (Object[]) row;
            if (!isAsPlanned.test((Integer) place[0], place[1])) {
                throw new ConfigurationException(
                        "kakuremichi.network.pool and agent-prefix must stay as they were while"
                                + " there are agents or gateways");
            }
        }
    }

    /** The plan that maps places to addresses. */
    public AddressPlan plan() {
        return plan;
    }

    /**
     * The index of the lowest free subnet.
     *
     * @throws ApiException POOL_EXHAUSTED if all are in use
     */
    public int freeSubnet() {
        return lowestFree(AdvisoryLocks.SUBNETS, "agents", "subnet_index", plan.agents());
    }

    /**
     * The index of the lowest free host number.
     *
     * @throws ApiException POOL_EXHAUSTED if all are in use
     */
    public int freeGatewayHost() {
        return lowestFree(AdvisoryLocks.GATEWAY_HOSTS, "gateways", "host_index", plan.gateways());
    }

    /**
     * Checks that more agents have a place each. Takes no lock, so the places may be in use when the agents are created.
     *
     * @param more the number of agents to create, less those that are deleted before
     * @throws ApiException POOL_EXHAUSTED if there are not as many free places
     */
    public void requireSubnets(long more) {
        require(more, "agents", plan.agents());
    }

    /** Does for gateways what {@link #requireSubnets} does for agents. */
    public void requireGatewayHosts(long more) {
        require(more, "gateways", plan.gateways());
    }

    private void require(long more, String table, int size) {
        if (more > 0) {
            var used = (Long) entities.createNativeQuery("SELECT count(*) FROM " + table, Long.class)
                    .getSingleResult();
            if (used + more > size) {
                throw exhausted("%s of %s places for %s are free, and %s more are needed"
                        .formatted(size - used, size, table, more));
            }
        }
    }

    private static ApiException exhausted(String places) {
        return new ApiException(ApiErrorCode.POOL_EXHAUSTED, "The address pool is exhausted: " + places);
    }

    private int lowestFree(long lock, String table, String column, int size) {
        AdvisoryLocks.untilCommit(entities, lock);
        var sql = """
                SELECT coalesce(min(candidate), 0) FROM (
                    SELECT 0 AS candidate WHERE NOT EXISTS (SELECT FROM %1$s WHERE %2$s = 0)
                    UNION ALL
                    (SELECT %2$s + 1 FROM %1$s taken
                     WHERE NOT EXISTS (SELECT FROM %1$s next WHERE next.%2$s = taken.%2$s + 1)
                     ORDER BY %2$s LIMIT 1)
                ) AS candidates
                """.formatted(table, column);
        var index = ((Number) entities.createNativeQuery(sql).getSingleResult()).intValue();
        if (index >= size) {
            throw exhausted("all %s places for %s are in use".formatted(size, table));
        }
        return index;
    }
}
