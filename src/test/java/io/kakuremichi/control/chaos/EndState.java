package io.kakuremichi.control.chaos;

import io.kakuremichi.control.chaos.Violation.Kind;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.harness.ControlApi;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** At rest: what clients know, what REST lists and what the tables hold must all be what the log says. */
final class EndState {
    private final Site site;
    private final World world;
    private final Convergence convergence;
    private final FlatConvergence flat;
    private final List<Violation> violations = new ArrayList<>();

    EndState(Site site, Convergence convergence, FlatConvergence flat) {
        this.site = site;
        this.world = convergence.world();
        this.convergence = convergence;
        this.flat = flat;
    }

    /** The ids of all clients that are not deleted. */
    Set<String> everybody() {
        var all = new TreeSet<String>();
        all.addAll(ids(convergence.remaining(), ChaosClient::id));
        all.addAll(ids(flat.remaining(), FlatClient::id));
        return all;
    }

    List<Violation> check() throws SQLException {
        convergence.remaining().forEach(this::state);
        flat.remaining().forEach(this::state);
        compare("the tunnels' table", tunnels(), rows("SELECT id, agent_id, domain, target, enabled FROM tunnels"));
        compare("the agents' table", agents(), rows("SELECT id, name, subnet, virtual_ip FROM agents"));
        compare("the gateways' table", gateways(), rows("SELECT id, name, host_number, public_ip FROM gateways"));
        for (var replica = 0; replica < site.replicas().size(); replica++) {
            var api = site.api(replica);
            var by = " by replica " + replica;
            compare("tunnels" + by, ids(world.tunnels(), World.Tunnel::id), ids(api, "tunnels"));
            compare("agents" + by, ids(world.agents(), World.Agent::id), ids(api, "agents"));
            compare("gateways" + by, ids(world.gateways(), World.Gateway::id), ids(api, "gateways"));
            compare("clients online" + by, everybody(), ids(api, "clients"));
        }
        return violations;
    }

    /** All ids of a list of REST, page by page. */
    static Set<String> ids(ControlApi api, String list) {
        var ids = new TreeSet<String>();
        var cursor = "";
        do {
            var page =
                    api.get("/api/" + list + "?limit=1000" + cursor).expect(200).json();
            page.path(list).forEach(item -> ids.add(item.path("id").asText()));
            var next = page.path("nextCursor");
            cursor = next.isTextual() ? "&cursor=" + next.asText() : "";
        } while (!cursor.isEmpty());
        return ids;
    }

    static <T> Set<String> ids(Collection<T> items, java.util.function.Function<T, ?> id) {
        return items.stream().map(item -> id.apply(item).toString()).collect(Collectors.toSet());
    }

    private void state(ChaosClient client) {
        if (client.refusal() != null) {
            diverged("turned away, but not deleted: " + client.refusal());
        }
        var expected = comparable(world.view(client.id(), client.type(), client.hasProxies()), client.reported());
        var actual = comparable(client.state(), client.reported());
        if (!expected.equals(actual)) {
            diverged("%s differs from the log: %s".formatted(client.name(), Track.difference(expected, actual)));
        }
    }

    private void state(FlatClient client) {
        if (client.refusal() != null) {
            diverged("turned away, but not deleted: " + client.refusal());
        }
        var expected = new FlatView(client.id(), client.type(), world);
        var actual = client.current();
        // Names, which it does not use, may be old.
        if (actual.map(config -> config.used() != expected.used()).orElse(true)) {
            diverged("%s differs from the log: %s"
                    .formatted(
                            client.name(),
                            Track.difference(
                                    expected.sections(),
                                    actual.map(FlatHeard.Config::sections).orElse(Map.of()))));
        }
        if (client.type() == ClientType.GATEWAY
                && !client.publicIp().equals(world.gateway(client.id()).publicIp())) {
            diverged("%s reported %s, but there is %s"
                    .formatted(client.name(), client.publicIp(), world.gateway(client.id())));
        }
    }

    private void diverged(String what) {
        violations.add(new Violation(Kind.DIVERGED, what));
    }

    /** Without the certificates that the client obtained itself, which Control does not send back. */
    private static Map<String, List<String>> comparable(Map<String, List<String>> state, Set<String> reported) {
        var without = new TreeMap<>(state);
        without.computeIfPresent("certificates", (section, items) -> items.stream()
                .filter(item -> !reported.contains(item))
                .toList());
        return without;
    }

    private Set<String> tunnels() {
        return world.tunnels().stream()
                .map(each -> List.of(each.id(), each.agentId(), each.domain(), each.target(), each.enabled())
                        .toString())
                .collect(Collectors.toSet());
    }

    private Set<String> agents() {
        return world.agents().stream()
                .map(each -> List.of(each.id(), each.name(), each.subnet(), each.virtualIp())
                        .toString())
                .collect(Collectors.toSet());
    }

    private Set<String> gateways() {
        return world.gateways().stream()
                .map(each -> List.of(each.id(), each.name(), each.hostNumber(), String.valueOf(each.publicIp()))
                        .toString())
                .collect(Collectors.toSet());
    }

    private Set<String> rows(String sql) throws SQLException {
        try (var connection = site.connection();
                var rows = connection.createStatement().executeQuery(sql)) {
            var found = new HashSet<String>();
            var columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                var row = new ArrayList<String>();
                for (var column = 1; column <= columns; column++) {
                    row.add(String.valueOf(rows.getObject(column)));
                }
                found.add(row.toString());
            }
            return found;
        }
    }

    private void compare(String what, Set<String> expected, Set<String> actual) {
        if (!expected.equals(actual)) {
            var missing = new TreeSet<>(expected);
            missing.removeAll(actual);
            var surplus = new TreeSet<>(actual);
            surplus.removeAll(expected);
            diverged("%s: %s missing, %s too many".formatted(what, missing, surplus));
        }
    }
}
