package io.kakuremichi.control.bench;

import io.kakuremichi.control.bench.load.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an operator gets with each program on the embedded database: size, starts, memory. The goals are the binary's. */
final class BinaryScenario implements Scenario {
    private static final double SIZE_MIB_AT_MOST = 110;
    private static final double FIRST_START_AT_MOST = 2.5;
    private static final double START_AT_MOST = 0.25;
    private static final double RESIDENT_MIB_AT_MOST = 80;
    private static final double CONNECTION_KIB_AT_MOST = 16;
    private static final int CONNECTIONS = 2_000;
    private static final double KIB_A_MIB = 1024;

    @Override
    public String name() {
        return "binary";
    }

    @Override
    public void run(DatabaseServer databases, BenchSettings settings, Report report) throws Exception {
        for (var program : Program.all()) {
            if (program.binary().isPresent()) {
                var size = Files.size(program.binary().get()) / KIB_A_MIB / KIB_A_MIB;
                report.add(Figure.atMost(name(), "binary: size", "MiB", size, SIZE_MIB_AT_MOST));
            }
            starts(program, settings, report);
            connections(program, databases.create(new World(CONNECTIONS, 1, 0)), report);
        }
    }

    private void starts(Program program, BenchSettings settings, Report report) throws Exception {
        var first = new ArrayList<Double>();
        var again = new ArrayList<Double>();
        var resident = new ArrayList<Double>();
        for (var run = 0; run < settings.slowRuns(); run++) {
            var directory = Files.createTempDirectory("control-first-start");
            first.add(start(program, directory, new ArrayList<>()));
            again.add(start(program, directory, resident));
        }
        var of = program.name() + ": ";
        report.add(
                goal(program, of + "first start, empty directory", "s", Statistics.median(first), FIRST_START_AT_MOST));
        report.add(goal(program, of + "start, existing database", "s", Statistics.median(again), START_AT_MOST));
        report.add(goal(program, of + "memory at rest", "MiB", Statistics.median(resident), RESIDENT_MIB_AT_MOST));
    }

    /** Returns how long it took until it was ready. PostgreSQL's programs are unpacked into the same directory. */
    private static double start(Program program, Path directory, ArrayList<Double> resident) throws Exception {
        var settings = Map.of(
                "KAKUREMICHI_DATABASE_BINARIES_DIR",
                directory.resolve("postgresql").toString());
        var began = System.nanoTime();
        try (var control = program.launch(directory, settings, List.of())) {
            StartupScenario.awaitReady(control);
            var seconds = (System.nanoTime() - began) / 1e9;
            resident.add(ProcessCosts.residentKiB(control.pid()) / KIB_A_MIB);
            return seconds;
        }
    }

    private void connections(Program program, DatabaseServer.Database database, Report report) throws Exception {
        try (var control = Contender.control(program, database)) {
            control.measure(new Command.Connect(CONNECTIONS / 10, 0, false));
            control.disconnect();
            var before = ProcessCosts.residentKiB(control.pid());
            report.failures(
                    program.name() + ": connecting", control.measure(new Command.Connect(CONNECTIONS, 0, false)));
            var added = (ProcessCosts.residentKiB(control.pid()) - before) / CONNECTIONS;
            report.add(goal(
                    program,
                    program.name() + ": memory a connection, %,d idle".formatted(CONNECTIONS),
                    "KiB",
                    added,
                    CONNECTION_KIB_AT_MOST));
        }
    }

    private Figure goal(Program program, String what, String unit, double value, double atMost) {
        return program.binary().isPresent()
                ? Figure.atMost(name(), what, unit, value, atMost)
                : Figure.plain(name(), what, unit, value);
    }
}
