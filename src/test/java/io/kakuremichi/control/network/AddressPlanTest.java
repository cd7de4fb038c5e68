package io.kakuremichi.control.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.util.HashSet;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Execution(CONCURRENT)
class AddressPlanTest {
    private static final AddressPlan FAMILY = new AddressPlan(Subnet.parse("10.0.0.0/8"), 24);

    @ParameterizedTest
    @CsvSource({
        "0, 10.1.0.0/24",
        "1, 10.2.0.0/24",
        "253, 10.254.0.0/24",
        "254, 10.1.1.0/24",
        "255, 10.2.1.0/24",
        "65023, 10.254.255.0/24"
    })
    void secondOctetMovesFirst(int index, String subnet) {
        assertThat(FAMILY.subnet(index)).hasToString(subnet);
    }

    @Test
    void familyPoolHolds65024Agents() {
        assertThat(FAMILY.agents()).isEqualTo(65_024);
    }

    @Test
    void everyAgentOfTheFamilyPoolHasASubnetOfItsOwn() {
        var subnets = IntStream.range(0, FAMILY.agents()).mapToObj(FAMILY::subnet);

        assertThat(subnets).doesNotHaveDuplicates().hasSize(65_024);
    }

    @Test
    void gatewaysAreCountedFromOneAndSkipTheAgent() {
        var hosts = IntStream.range(0, FAMILY.gateways())
                .map(FAMILY::gatewayHost)
                .boxed()
                .toList();

        assertThat(hosts)
                .hasSize(253)
                .startsWith(1, 2, 3)
                .endsWith(253, 254)
                .isSorted()
                .doesNotContain(AddressPlan.AGENT_HOST)
                .doesNotHaveDuplicates();
    }

    @Property(tries = 300)
    void subnetsAreDistinctAndInsideThePool(@ForAll("plans") AddressPlan plan, @ForAll long seed) {
        var sample = new Random(seed)
                .ints(0, plan.agents())
                .distinct()
                .limit(Math.min(plan.agents(), 200))
                .boxed()
                .toList();
        var networks = new HashSet<Integer>();

        sample.forEach(index -> networks.add(plan.subnet(index).network()));

        assertThat(networks).hasSameSizeAs(sample).allSatisfy(network -> {
            assertThat(contains(plan.pool(), network)).isTrue();
            assertThat(contains(plan.pool(), network + (1 << (32 - plan.agentPrefix())) - 1))
                    .isTrue();
        });
    }

    @Property(tries = 300)
    void firstAndLastSubnetAreInsideThePool(@ForAll("plans") AddressPlan plan) {
        var ends = IntStream.of(0, plan.agents() - 1).mapToObj(plan::subnet);

        assertThat(ends).allSatisfy(end -> {
            assertThat(end.prefix()).isEqualTo(plan.agentPrefix());
            assertThat(contains(plan.pool(), end.network())).isTrue();
        });
    }

    @Property(tries = 300)
    void gatewayHostsFitTheSubnetAndNeverMeetTheAgent(@ForAll("plans") AddressPlan plan) {
        var last = plan.gateways() - 1;
        var hosts = IntStream.concat(IntStream.range(0, Math.min(300, last)), IntStream.of(last))
                .map(plan::gatewayHost);

        assertThat(hosts.boxed()).doesNotHaveDuplicates().allSatisfy(host -> assertThat(host)
                .isNotEqualTo(AddressPlan.AGENT_HOST)
                .isBetween(1, (1 << (32 - plan.agentPrefix())) - 2));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 7", "10.0.0.0/8, 26", "10.0.0.0/24, 16", "10.0.0.0/26, 26"})
    void refusesAgentSubnetsThatDoNotFit(String pool, int agentPrefix) {
        var network = Subnet.parse(pool);

        assertThatThrownBy(() -> new AddressPlan(network, agentPrefix)).isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<AddressPlan> plans() {
        var prefixes = Arbitraries.integers().between(4, 25);
        return prefixes.flatMap(pool -> Arbitraries.integers().between(pool, 25).flatMap(agent -> Arbitraries.integers()
                .map(bits -> new AddressPlan(new Subnet(bits & -1 << (32 - pool), pool), agent))));
    }

    private static boolean contains(Subnet pool, int address) {
        return (address & -1 << (32 - pool.prefix())) == pool.network();
    }
}
