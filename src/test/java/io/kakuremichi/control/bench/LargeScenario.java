package io.kakuremichi.control.bench;

import io.kakuremichi.control.bench.load.Command;

/** A gateway's configuration when there are very many agents and tunnels. */
final class LargeScenario implements Scenario {
    private static final int GATEWAYS = 50;
    private static final int WARM_UPS = 3;
    private static final double CHANGED_AT_MOST = 2;
    private static final double MIB = 1024 * 1024;

    @Override
    public String name() {
        return "large";
    }

    @Override
    public void run(DatabaseServer databases, BenchSettings settings, Report report) throws Exception {
        var world = new World(settings.largeAgents(), GATEWAYS, 2 * settings.largeAgents());
        try (var control = Contender.control(databases.create(world))) {
            var warmUp = connect(control, GATEWAYS, true);
            var sizes = warmUp.result().sizes();
            report.add(Figure.plain(name(), "a gateway's config", "MiB", sizes.get("gateway config") / MIB));
            try (var reference = Contender.reference(sizes)) {
                for (var warm = 0; warm < WARM_UPS; warm++) {
                    connect(control, GATEWAYS, true);
                    connect(reference, GATEWAYS, true);
                }
                var first = Duel.of(control, reference, settings.runs(), side -> connect(side, 1, true));
                var again = Duel.of(control, reference, settings.runs(), side -> connect(side, 1, false));
                var all = Duel.of(control, reference, settings.runs(), side -> connect(side, GATEWAYS, true));
                var allAgain = Duel.of(control, reference, settings.runs(), side -> connect(side, GATEWAYS, false));
                add("one gateway, after a change", first, report);
                add("one gateway, again", again, report);
                add(GATEWAYS + " gateways at once, after a change", all, report);
                add(GATEWAYS + " gateways at once, again", allAgain, report);
                // Assembled once for each of them, it would take several times as long after a change as without one.
                report.add(Figure.atMost(
                        name(),
                        GATEWAYS + " after a change against again, CPU",
                        "",
                        all.control(Sample::serverCpu) / allAgain.control(Sample::serverCpu),
                        CHANGED_AT_MOST));
            }
        }
    }

    private void add(String what, Duel duel, Report report) {
        report.add(Figure.ratio(name(), what, "s", duel.control(Sample::seconds), duel.reference(Sample::seconds)));
        report.costs("large: " + what, duel);
    }

    /**
     * @param changed whether a change comes first, so that what was assembled before does not do any more
     */
    private static Sample connect(Contender side, int gateways, boolean changed) throws Exception {
        if (changed) {
            side.measure(new Command.ChangeSlowly(1));
        }
        var sample = side.measure(new Command.Connect(0, gateways, false));
        side.disconnect();
        return sample;
    }
}
