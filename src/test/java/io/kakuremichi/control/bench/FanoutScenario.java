package io.kakuremichi.control.bench;

import io.kakuremichi.control.bench.load.Command;
import java.sql.SQLException;
import java.util.HashMap;

/** From a REST request to the last gateway, and how many changes a second all gateways can follow. */
final class FanoutScenario implements Scenario {
    private static final double MEDIAN_AT_MOST = 2;
    private static final double P99_AT_MOST = 3;
    private static final double CHANGES_AT_LEAST = 500;
    private static final int CALLERS = 16;
    private static final int COMMITS = 300;
    private static final int WARM_UPS = 3;
    private static final double P99 = 0.99;

    @Override
    public String name() {
        return "fanout";
    }

    @Override
    public void run(DatabaseServer databases, BenchSettings settings, Report report) throws Exception {
        var world = new World(settings.fanoutAgents(), settings.fanoutGateways(), settings.fanoutAgents());
        for (var program : Program.all()) {
            run(program, databases.create(world), settings, report);
        }
    }

    private void run(Program program, DatabaseServer.Database database, BenchSettings settings, Report report)
            throws Exception {
        try (var control = Contender.control(program, database)) {
            var few = new Command.Connect(settings.fanoutAgents(), settings.sustainedGateways(), false);
            var changes = new Command.ChangeFast(settings.sustainedChanges(), CALLERS);
            var connected = control.measure(few);
            report.failures(program.name() + ": fan-out, connecting", connected);
            var sizes = new HashMap<>(connected.result().sizes());
            sizes.putAll(control.measure(changes).result().sizes());
            try (var reference = Contender.reference(sizes)) {
                reference.measure(few);
                sustained(program, control, reference, changes, settings, report);
                control.disconnect();
                reference.disconnect();
                var all = new Command.Connect(settings.fanoutAgents(), settings.fanoutGateways(), false);
                control.measure(all);
                reference.measure(all);
                latency(program, control, reference, changes, settings, report);
            }
        }
    }

    /** Last: REST has to be called tens of thousands of times before the JVM has compiled it. */
    private void latency(
            Program program,
            Contender control,
            Contender reference,
            Command changes,
            BenchSettings settings,
            Report report)
            throws Exception {
        var slowly = new Command.ChangeSlowly(settings.changes());
        for (var warm = 0; warm < WARM_UPS; warm++) {
            control.measure(changes);
            reference.measure(changes);
            control.measure(slowly);
            reference.measure(slowly);
        }
        latency(program, Duel.of(control, reference, settings.runs(), side -> side.measure(slowly)), control, report);
    }

    private void latency(Program program, Duel duel, Contender control, Report report) throws SQLException {
        var of = program.name() + ": ";
        var commit = commitMs(control.database());
        report.add(Figure.plain(name(), "one commit, median", "ms", Statistics.percentile(commit, 0.5)));
        report.add(Figure.plain(name(), "one commit, p99", "ms", Statistics.percentile(commit, P99)));
        latency(of + "request to last gateway, median", 0.5, MEDIAN_AT_MOST, commit, duel, report);
        latency(of + "request to last gateway, p99", P99, P99_AT_MOST, commit, duel, report);
        report.add(Figure.ratio(
                name(),
                of + "the same, CPU of server and database",
                "s",
                duel.control(Sample::cpu),
                duel.reference(Sample::cpu)));
        report.costs(of + "fanout, one by one", duel);
    }

    /** What Control has to do and the reference has not, one commit, is taken off first. */
    private void latency(String what, double share, double atMost, double[] commit, Duel duel, Report report) {
        var commitMs = Statistics.percentile(commit, share);
        report.add(Figure.ratio(
                name(),
                what + ", less a commit",
                "ms",
                duel.control(sample -> sample.percentileMs(share)) - commitMs,
                duel.reference(sample -> sample.percentileMs(share)),
                duel.ratio(sample -> sample.percentileMs(share), commitMs),
                atMost));
    }

    private static double[] commitMs(DatabaseServer.Database database) throws SQLException {
        var took = new double[COMMITS];
        try (var connection = database.connect();
                var update =
                        connection.prepareStatement("UPDATE tunnels SET target = ? WHERE domain = 'shop-0.example'")) {
            connection.setAutoCommit(false);
            for (var number = -COMMITS; number < COMMITS; number++) {
                update.setString(1, "localhost:" + (COMMITS + number + 1));
                var began = System.nanoTime();
                update.executeUpdate();
                connection.commit();
                if (number >= 0) {
                    took[number] = (System.nanoTime() - began) / 1e6;
                }
            }
        }
        return took;
    }

    private void sustained(
            Program program,
            Contender control,
            Contender reference,
            Command changes,
            BenchSettings settings,
            Report report)
            throws Exception {
        var of = program.name() + ": ";
        for (var warm = 0; warm < WARM_UPS; warm++) {
            control.measure(changes);
            reference.measure(changes);
        }
        var duel = Duel.of(control, reference, settings.slowRuns(), side -> side.measure(changes));
        report.add(Figure.atLeast(
                name(),
                of + "sustained, every one to every gateway",
                "1/s",
                duel.control(sample -> settings.sustainedChanges() / sample.seconds()),
                CHANGES_AT_LEAST));
        report.add(Figure.ratio(
                name(), of + "the same, time", "s", duel.control(Sample::seconds), duel.reference(Sample::seconds)));
        report.add(Figure.ratio(
                name(),
                of + "the same, CPU of server and database",
                "s",
                duel.control(Sample::cpu),
                duel.reference(Sample::cpu)));
        report.add(Figure.atMost(name(), of + "sustained, lost or out of order", "", duel.failures(), 0));
        report.add(Figure.plain(
                name(), of + "sustained, gateways cut over to a config", "", duel.control(each -> each.result()
                        .cutOver())));
        report.costs(of + "fanout, sustained", duel);
    }
}
