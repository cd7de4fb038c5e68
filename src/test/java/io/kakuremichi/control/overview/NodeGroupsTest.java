package io.kakuremichi.control.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.overview.Overview.TunnelTotals;
import io.kakuremichi.control.overview.TopologyPicture.GroupedBy;
import io.kakuremichi.control.overview.TopologyPicture.PictureNode;
import io.kakuremichi.control.overview.TopologyPicture.PictureSide;
import io.kakuremichi.control.overview.TopologyPicture.StatusCounts;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NodeGroupsTest {
    private static final TunnelTotals ONE_TUNNEL = new TunnelTotals(1, 1, 1, 0, 0);

    @Test
    void agentsAreGroupedByTheirNamesWithoutNumbers() {
        var side = group(part(null, "tokyo", "online", 40), part(null, "osaka", "online", 30));

        assertThat(side.groupedBy()).isEqualTo(GroupedBy.NAME);
        assertThat(side.total()).isEqualTo(70);
        assertThat(side.nodes()).extracting(PictureNode::name).containsExactly("tokyo", "osaka");
        assertThat(side.nodes()).allSatisfy(node -> assertThat(node.id()).isNull());
    }

    @Test
    void theLabelOfTheMetadataCountsBeforeTheName() {
        var side = group(
                part("shops", "tokyo", "online", 40),
                part("shops", "osaka", "online", 30),
                part(null, "osaka", "online", 10));

        assertThat(side.nodes()).extracting(PictureNode::name).containsExactly("shops", "osaka");
        assertThat(side.nodes().getFirst().clients().total()).isEqualTo(70);
        assertThat(side.nodes().getFirst().tunnels().total()).isEqualTo(2);
    }

    @Test
    void groupsWithClientsThatAreNotWellComeFirst() {
        var side = group(
                part(null, "tokyo", "online", 40),
                part(null, "osaka", "online", 30),
                part(null, "osaka", "offline", 2));

        assertThat(side.nodes()).extracting(PictureNode::name).containsExactly("osaka", "tokyo");
        assertThat(side.nodes().getFirst().clients()).isEqualTo(new StatusCounts(30, 0, 2, 0));
    }

    @Test
    void namesThatAllDifferAreGroupedByTheirFirstWords() {
        var parts = IntStream.range(0, 90)
                .mapToObj(each -> part(null, (each % 2 == 0 ? "east-" : "west-") + word(each), "online", 1));

        var side = group(parts.toArray(PictureTable.Part[]::new));

        assertThat(side.groupedBy()).isEqualTo(GroupedBy.NAME);
        assertThat(side.nodes()).extracting(PictureNode::name).containsExactly("east", "west");
    }

    @Test
    void namesThatSayNothingAreReplacedByTheStatus() {
        var alike = group(part(null, "agent", "online", 2_900), part(null, "agent", "offline", 100));
        var different = group(IntStream.range(0, 100)
                .mapToObj(each -> part(null, word(each), "online", 1))
                .toArray(PictureTable.Part[]::new));

        assertThat(alike.groupedBy()).isEqualTo(GroupedBy.STATUS);
        assertThat(alike.nodes()).extracting(PictureNode::name).containsExactly("offline", "online");
        assertThat(different.groupedBy()).isEqualTo(GroupedBy.STATUS);
        assertThat(different.nodes()).hasSize(1);
    }

    @Test
    void theSmallestOfManyGroupsArePutTogether() {
        var parts = IntStream.range(0, 30).mapToObj(each -> part(null, word(each), "online", 100 - each));

        var side = group(parts.toArray(PictureTable.Part[]::new));

        assertThat(side.nodes()).hasSize(NodeGroups.MOST);
        assertThat(side.nodes().getLast().name()).isNull();
        assertThat(side.nodes().stream()
                        .mapToLong(node -> node.clients().total())
                        .sum())
                .isEqualTo(side.total());
        assertThat(side.nodes().getLast().clients().total()).isEqualTo(7 * 71 + 21);
    }

    private static PictureSide group(PictureTable.Part... parts) {
        var total = Stream.of(parts).mapToLong(part -> part.clients().total()).sum();
        return NodeGroups.ofAgents(total, List.of(parts));
    }

    private static PictureTable.Part part(@Nullable String label, String stem, String status, long agents) {
        var counts =
                switch (status) {
                    case "online" -> new StatusCounts(agents, 0, 0, 0);
                    case "offline" -> new StatusCounts(0, 0, agents, 0);
                    default -> throw new IllegalArgumentException(status);
                };
        return new PictureTable.Part(label, stem, status, true, counts, ONE_TUNNEL);
    }

    private static String word(int number) {
        return "w" + (char) ('a' + number / 26) + (char) ('a' + number % 26);
    }
}
