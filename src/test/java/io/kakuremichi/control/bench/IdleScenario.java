package io.kakuremichi.control.bench;

import io.kakuremichi.control.bench.load.Command;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Connections that do nothing, and then nothing but heartbeats. */
final class IdleScenario implements Scenario {
    private static final double MEMORY_AT_MOST = 2;
    private static final double MORE_KIB_AT_MOST = 16;
    private static final double CPU_AT_MOST = 2;
    private static final double STATEMENTS_AT_MOST = 2;
    private static final int BEAT_MILLIS = 30_000;
    private static final int FAST = 10;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public void run(DatabaseServer databases, BenchSettings settings, Report report) throws Exception {
        var connect = new Command.Connect(settings.connections(), 0, false);
        // One gateway: configurations are not what this is about.
        var world = new World(settings.connections(), 1, 0);
        try (var control = Contender.control(databases.create(world))) {
            var ofControl = new Memory(control, settings.connections());
            var connected = ofControl.measure(connect);
            report.failures("idle, connecting", connected);
            try (var reference = Contender.reference(connected.result().sizes())) {
                var ofReference = new Memory(reference, settings.connections());
                ofReference.measure(connect);
                for (var run = 1; run < settings.slowRuns(); run++) {
                    ofControl.measure(connect);
                    ofReference.measure(connect);
                }
                memory(ofControl, ofReference, report);
                beat("every 30 s", BEAT_MILLIS, control, reference, settings, report);
                beat("every 3 s", BEAT_MILLIS / FAST, control, reference, settings, report);
            }
            try (var silent = Contender.control(
                    Program.JAR, databases.create(world), Map.of("KAKUREMICHI_SESSION_PING_INTERVAL", "0s"))) {
                silent.measure(connect);
                // As much as the other one has done: a young JVM is measured for what it compiles.
                for (var run = 0; run < 2 * settings.slowRuns(); run++) {
                    silent.measure(new Command.Beat(BEAT_MILLIS / FAST, settings.beatSeconds() * 1_000L));
                }
                pings(control, silent, settings, report);
            }
        }
    }

    /** What the server's own pings cost: heartbeats with them against heartbeats without. */
    private void pings(Contender pinging, Contender silent, BenchSettings settings, Report report) throws Exception {
        var beat = new Command.Beat(BEAT_MILLIS, settings.beatSeconds() * 1_000L);
        var duel = Duel.of(pinging, silent, settings.slowRuns(), side -> side.measure(beat));
        report.add(Figure.ratio(
                name(),
                "CPU with pings against without, a minute",
                "s",
                duel.controlTotal(Sample::serverCpu) / duel.controlTotal(Sample::seconds) * 60,
                duel.referenceTotal(Sample::serverCpu) / duel.referenceTotal(Sample::seconds) * 60));
    }

    /** Resident memory is what the collector keeps of what it was given: it says little of connections, and no ratio. */
    private void memory(Memory control, Memory reference, Report report) {
        var ofControl = Statistics.median(control.heap);
        var ofReference = Statistics.median(reference.heap);
        report.add(Figure.ratio(
                name(),
                "heap a connection, after GC",
                "KiB",
                ofControl,
                ofReference,
                ofControl / ofReference,
                MEMORY_AT_MOST));
        report.add(Figure.atMost(name(), "heap a connection, more", "KiB", ofControl - ofReference, MORE_KIB_AT_MOST));
        report.add(Figure.atMost(
                name(),
                "resident memory a connection, more",
                "KiB",
                Statistics.median(control.resident) - Statistics.median(reference.resident),
                MORE_KIB_AT_MOST));
    }

    private void beat(
            String what,
            int intervalMillis,
            Contender control,
            Contender reference,
            BenchSettings settings,
            Report report)
            throws Exception {
        var beat = new Command.Beat(intervalMillis, settings.beatSeconds() * 1_000L);
        var statements = new ArrayList<Double>();
        var duel = Duel.of(control, reference, settings.slowRuns(), side -> {
            var before = commits(side);
            var sample = side.measure(beat);
            if (side == control) {
                statements.add((commits(side) - before) / sample.seconds());
            }
            return sample;
        });
        // All runs together: one of them is a few of the ticks in which the system counts.
        var ofControl = duel.controlTotal(Sample::serverCpu) / duel.controlTotal(Sample::seconds) * 60;
        var ofReference = duel.referenceTotal(Sample::serverCpu) / duel.referenceTotal(Sample::seconds) * 60;
        report.add(Figure.ratio(
                name(),
                "CPU of heartbeats " + what + ", a minute",
                "s",
                ofControl,
                ofReference,
                ofControl / ofReference,
                CPU_AT_MOST));
        report.add(Figure.atMost(
                name(), "statements, heartbeats " + what, "1/s", Statistics.median(statements), STATEMENTS_AT_MOST));
        report.costs("idle: heartbeats " + what, duel);
    }

    private static long commits(Contender side) throws SQLException {
        return side.database() == null ? 0 : side.database().commits();
    }

    /** The memory that connections add to a server, with new connections in each round. */
    private static final class Memory {
        private final Contender side;
        private final int connections;
        private final List<Double> resident = new ArrayList<>();
        private final List<Double> heap = new ArrayList<>();

        Memory(Contender side, int connections) {
            this.side = side;
            this.connections = connections;
        }

        Sample measure(Command.Connect connect) throws Exception {
            // Without what only the first connections need: classes, compiled code, a grown heap.
            if (heap.isEmpty()) {
                side.measure(new Command.Connect(connections / 10, 0, false));
            }
            side.disconnect();
            var heapBefore = ProcessCosts.liveHeapKiB(side.pid());
            var residentBefore = ProcessCosts.residentKiB(side.pid());
            var sample = side.measure(connect);
            heap.add((ProcessCosts.liveHeapKiB(side.pid()) - heapBefore) / connections);
            resident.add((ProcessCosts.residentKiB(side.pid()) - residentBefore) / connections);
            return sample;
        }
    }
}
