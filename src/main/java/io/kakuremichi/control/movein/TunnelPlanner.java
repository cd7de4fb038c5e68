package io.kakuremichi.control.movein;

import io.kakuremichi.control.movein.KnownState.KnownTunnel;
import io.kakuremichi.control.original.OriginalTunnel;
import io.kakuremichi.control.rest.FieldRules;
import io.kakuremichi.control.tunnel.TunnelForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Plans the import of tunnels. An instance makes one plan. */
final class TunnelPlanner {
    private static final String HTTP = "http://";
    private static final String HTTP_PORT = ":80";

    private final Map<String, PlannedClient> agents = new HashMap<>();
    private final Map<UUID, String> agentNames = new HashMap<>();
    private final Map<String, KnownTunnel> known = new HashMap<>();
    private final Set<String> domainsOfFile = new HashSet<>();

    /** @param clients with the agents that tunnels name by the ids of the original */
    TunnelPlanner(List<PlannedClient> clients, List<KnownTunnel> known) {
        for (var client : clients) {
            var item = client.item();
            if (item.kind().equals("agent") && item.originalId() != null && item.action() != ImportAction.SKIP) {
                agents.putIfAbsent(item.originalId(), client);
                if (item.id() != null && item.name() != null) {
                    agentNames.put(item.id(), item.name());
                }
            }
        }
        known.forEach(tunnel -> this.known.put(tunnel.domain(), tunnel));
    }

    List<PlannedTunnel> plan(List<OriginalTunnel> rows) {
        return rows.stream().map(this::plan).toList();
    }

    private PlannedTunnel plan(OriginalTunnel row) {
        var domain = domain(row.domain());
        if (domain.isEmpty()) {
            return skip(row, "Its domain is not a DNS name");
        }
        var owner = row.agentId() == null ? null : agents.get(row.agentId());
        if (owner == null) {
            return skip(row, "Its agent is not in the file, or is skipped");
        }
        var notes = new ArrayList<String>();
        var target = target(row.target(), notes);
        if (target.isEmpty()) {
            return skip(row, "Its target is not host:port");
        }
        if (!domainsOfFile.add(domain.get())) {
            return skip(row, "Its domain is that of another row");
        }
        var description = Texts.atMost(FieldRules.MAX_DESCRIPTION, row.description(), "description", notes);
        if (domain.get().startsWith("*.")) {
            notes.add("Released gateways compare whole host names: a domain with *. is of no use to them");
        }
        var there = known.get(domain.get());
        var item = new ImportItem(
                "tunnel",
                row.id(),
                domain.get(),
                there == null ? null : there.id(),
                there == null ? ImportAction.CREATE : ImportAction.UNCHANGED,
                notes,
                List.of());
        var planned = new PlannedTunnel(
                item,
                owner,
                target.get(),
                description,
                row.enabled() == null || row.enabled(),
                Boolean.TRUE.equals(row.httpProxyEnabled()),
                Boolean.TRUE.equals(row.socksProxyEnabled()));
        return there == null ? planned : planned.with(differences(planned, owner, there));
    }

    private static Optional<String> domain(@Nullable String original) {
        return Optional.ofNullable(original)
                .map(text -> text.strip().toLowerCase(Locale.ROOT).replaceAll("\\.$", ""))
                .filter(TunnelForm::isDomain);
    }

    /** The original's agents speak HTTP to a target, at port 80 without a port. */
    private static Optional<String> target(@Nullable String original, List<String> notes) {
        if (original == null) {
            return Optional.empty();
        }
        var target = original.strip();
        if (target.regionMatches(true, 0, HTTP, 0, HTTP.length())) {
            target = target.substring(HTTP.length()).replaceAll("/+$", "");
        }
        if (!TunnelForm.isTarget(target) && TunnelForm.isTarget(target + HTTP_PORT)) {
            target += HTTP_PORT;
        }
        if (!target.equals(original)) {
            notes.add("Its target was " + original);
        }
        return Optional.of(target).filter(TunnelForm::isTarget);
    }

    private List<ImportDifference> differences(PlannedTunnel row, PlannedClient owner, KnownTunnel there) {
        var differences = new ArrayList<ImportDifference>();
        if (!there.agentId().equals(owner.item().id())) {
            differences.add(new ImportDifference(
                    "agent",
                    owner.item().name(),
                    agentNames.getOrDefault(there.agentId(), there.agentId().toString())));
        }
        ClientPlanner.compare(differences, "target", row.target(), there.target());
        ClientPlanner.compare(differences, "description", row.description(), there.description());
        compare(differences, "enabled", row.enabled(), there.enabled());
        compare(differences, "httpProxyEnabled", row.httpProxyEnabled(), there.httpProxyEnabled());
        compare(differences, "socksProxyEnabled", row.socksProxyEnabled(), there.socksProxyEnabled());
        return List.copyOf(differences);
    }

    private static void compare(List<ImportDifference> differences, String field, boolean original, boolean control) {
        ClientPlanner.compare(differences, field, Boolean.toString(original), Boolean.toString(control));
    }

    private static PlannedTunnel skip(OriginalTunnel row, String reason) {
        var item =
                new ImportItem("tunnel", row.id(), row.domain(), null, ImportAction.SKIP, List.of(reason), List.of());
        return new PlannedTunnel(item, null, Objects.requireNonNullElse(row.target(), ""), null, false, false, false);
    }
}
