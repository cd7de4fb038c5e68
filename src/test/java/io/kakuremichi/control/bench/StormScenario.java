package io.kakuremichi.control.bench;

import io.kakuremichi.control.bench.load.Command;

/** All clients reconnect at once: with a complete configuration, and resuming. */
final class StormScenario implements Scenario {
    private static final double ANEW_AT_MOST = 2.0;
    private static final double RESUMED_AT_MOST = 1.5;
    private static final int WARM_UPS = 16;

    @Override
    public String name() {
        return "storm";
    }

    @Override
    public void run(DatabaseServer databases, BenchSettings settings, Report report) throws Exception {
        var world = new World(settings.agents(), settings.gateways(), settings.agents());
        for (var program : Program.all()) {
            run(program, databases.create(world), settings, report);
        }
    }

    private void run(Program program, DatabaseServer.Database database, BenchSettings settings, Report report)
            throws Exception {
        var of = program.name() + ": ";
        try (var control = Contender.control(program, database)) {
            var cold = storm(control, settings, false);
            try (var reference = Contender.reference(cold.result().sizes())) {
                var coldReference = storm(reference, settings, false);
                report.add(Figure.ratio(
                        name(), of + "first one after the start", "s", cold.seconds(), coldReference.seconds()));
                report.add(Figure.ratio(
                        name(), of + "  CPU of the server", "s", cold.serverCpu(), coldReference.serverCpu()));
                report.failures(of + "first storm", cold);
                // The compiler of the JVM takes more than the storm itself as long as code is new to it.
                for (var warm = 0; warm < WARM_UPS; warm++) {
                    storm(control, settings, warm % 2 == 0);
                    storm(reference, settings, warm % 2 == 0);
                }
                duel(of + "connect, authenticate, config", false, ANEW_AT_MOST, control, reference, settings, report);
                duel(of + "the same, resumed", true, RESUMED_AT_MOST, control, reference, settings, report);
            }
        }
    }

    private void duel(
            String what,
            boolean resume,
            double atMost,
            Contender control,
            Contender reference,
            BenchSettings settings,
            Report report)
            throws Exception {
        var duel = Duel.of(control, reference, settings.runs(), side -> storm(side, settings, resume));
        report.add(Figure.ratio(
                name(),
                what,
                "s",
                duel.control(Sample::seconds),
                duel.reference(Sample::seconds),
                duel.ratio(Sample::seconds),
                atMost));
        report.add(Figure.ratio(
                name(), "  CPU of server and database", "s", duel.control(Sample::cpu), duel.reference(Sample::cpu)));
        report.costs("storm: " + what, duel);
    }

    private static Sample storm(Contender side, BenchSettings settings, boolean resume) throws Exception {
        var sample = side.measure(new Command.Connect(settings.agents(), settings.gateways(), resume));
        side.disconnect();
        return sample;
    }
}
