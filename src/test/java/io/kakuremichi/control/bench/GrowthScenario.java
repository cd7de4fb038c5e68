package io.kakuremichi.control.bench;

import io.kakuremichi.control.bench.load.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** With which power of the size costs grow: 1 is in proportion, more would make a large installation slow. */
final class GrowthScenario implements Scenario {
    private static final double EXPONENT_AT_MOST = 1.1;
    private static final List<Integer> STEPS = List.of(16, 4, 1);
    private static final int GATEWAYS = 50;
    private static final int CHANGES = 40;
    private static final int WARM_UP = 5_000;

    private final List<Double> steps = new ArrayList<>();
    private final Map<String, List<Double>> costs = new LinkedHashMap<>();

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public void run(DatabaseServer databases, BenchSettings settings, Report report) throws Exception {
        for (var step : STEPS) {
            steps.add(1.0 / step);
            measure(databases, settings.agents() / step, settings.fanoutGateways() / step, settings.slowRuns());
        }
        costs.forEach((what, each) -> {
            report.add(
                    Figure.atMost(name(), what + ", exponent", "", Statistics.exponent(steps, each), EXPONENT_AT_MOST));
            report.add(Figure.plain(name(), what + ", at the full size", "s", each.getLast()));
        });
    }

    private void measure(DatabaseServer databases, int agents, int gateways, int runs) throws Exception {
        try (var control = Contender.control(databases.create(new World(agents, GATEWAYS, 2 * agents)))) {
            // As warm at each size: a JVM that has only just started would make the small ones look large.
            for (var warm = 0; warm < WARM_UP; warm += agents) {
                connect(control, agents, 0);
            }
            var storms = new ArrayList<Sample>();
            var configs = new ArrayList<Sample>();
            for (var run = 0; run < runs; run++) {
                storms.add(connect(control, agents, 0));
                control.measure(new Command.ChangeSlowly(1));
                configs.add(connect(control, 0, 1));
            }
            add("storm, CPU", storms.stream().map(Sample::serverCpu).toList());
            add("storm, time", storms.stream().map(Sample::seconds).toList());
            add(
                    "large config to one gateway, time",
                    configs.stream().map(Sample::seconds).toList());
        }
        try (var control = Contender.control(databases.create(new World(500, gateways, 500)))) {
            control.measure(new Command.Connect(0, gateways, false));
            control.measure(new Command.ChangeSlowly(10 * CHANGES));
            var changes = control.measure(new Command.ChangeSlowly(CHANGES * runs));
            add("fan-out, median time", List.of(changes.percentileMs(0.5) / 1e3));
        }
    }

    private void add(String what, List<Double> measured) {
        costs.computeIfAbsent(what, each -> new ArrayList<>()).add(Statistics.median(measured));
    }

    private static Sample connect(Contender control, int agents, int gateways) throws Exception {
        var sample = control.measure(new Command.Connect(agents, gateways, false));
        control.disconnect();
        return sample;
    }
}
