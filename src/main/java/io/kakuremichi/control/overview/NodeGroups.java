package io.kakuremichi.control.overview;

import io.kakuremichi.control.overview.Overview.TunnelTotals;
import io.kakuremichi.control.overview.TopologyPicture.GroupedBy;
import io.kakuremichi.control.overview.TopologyPicture.PictureNode;
import io.kakuremichi.control.overview.TopologyPicture.PictureSide;
import io.kakuremichi.control.overview.TopologyPicture.StatusCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Groups many clients so that a picture stays readable: by the label in the metadata, else by the name without its number, else by
 * the name's first word. If such names do not distinguish groups, because nearly all differ or all are alike, groups by the status.
 */
final class NodeGroups {
    /** The most groups of one picture; if there are more, the smallest are merged. */
    static final int MOST = 24;

    /** Groups with fewer clients on average are not used. */
    private static final int LEAST_CLIENTS = 3;

    /** Those with the most clients that are not well come first, then the largest. */
    private static final Comparator<PictureNode> ORDER = Comparator.comparingLong(NodeGroups::unwell)
            .thenComparingLong(node -> node.clients().total())
            .reversed()
            .thenComparing(PictureNode::name, Comparator.nullsLast(Comparator.naturalOrder()));

    private NodeGroups() {}

    private static long unwell(PictureNode node) {
        return node.clients().offline() + node.clients().error();
    }

    /** Groups agents. */
    static PictureSide ofAgents(long total, List<PictureTable.Part> parts) {
        for (var key : List.<Function<PictureTable.Part, @Nullable String>>of(
                NodeGroups::labelOrStem, NodeGroups::labelOrFirstWord)) {
            var nodes = group(parts, key);
            if (nodes.size() > 1 && total >= nodes.size() * (long) LEAST_CLIENTS && nodes.size() <= 2 * MOST) {
                return new PictureSide(total, GroupedBy.NAME, largestWithRest(nodes));
            }
        }
        return new PictureSide(total, GroupedBy.STATUS, group(parts, NodeGroups::status));
    }

    /** Orders the regions of gateways, and merges the smallest. */
    static PictureSide ofRegions(long total, List<PictureNode> regions) {
        return new PictureSide(
                total,
                GroupedBy.REGION,
                largestWithRest(regions.stream().sorted(ORDER).toList()));
    }

    private static @Nullable String labelOrStem(PictureTable.Part part) {
        return part.label() != null ? part.label() : nullIfEmpty(part.stem());
    }

    private static @Nullable String labelOrFirstWord(PictureTable.Part part) {
        return part.label() != null ? part.label() : nullIfEmpty(part.stem().split("[-_]", 2)[0]);
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String status(PictureTable.Part part) {
        return part.status() + (part.hasTunnels() ? "" : "_idle");
    }

    private static List<PictureNode> group(
            List<PictureTable.Part> parts, Function<PictureTable.Part, @Nullable String> key) {
        var groups = new LinkedHashMap<@Nullable String, PictureNode>();
        for (var part : parts) {
            var name = key.apply(part);
            groups.merge(name, new PictureNode(null, name, part.clients(), part.tunnels()), NodeGroups::merged);
        }
        return groups.values().stream().sorted(ORDER).toList();
    }

    /** The first groups, and the rest as one without a name. */
    private static List<PictureNode> largestWithRest(List<PictureNode> nodes) {
        if (nodes.size() <= MOST) {
            return nodes;
        }
        var rest = new PictureNode(null, null, StatusCounts.NONE, TunnelTotals.NONE);
        var kept = new ArrayList<PictureNode>();
        for (var node : nodes) {
            if (kept.size() < MOST - 1 && node.name() != null) {
                kept.add(node);
            } else {
                rest = merged(rest, node);
            }
        }
        kept.add(rest);
        return kept;
    }

    private static PictureNode merged(PictureNode one, PictureNode other) {
        return new PictureNode(
                null,
                one.name(),
                one.clients().plus(other.clients()),
                one.tunnels().plus(other.tunnels()));
    }
}
