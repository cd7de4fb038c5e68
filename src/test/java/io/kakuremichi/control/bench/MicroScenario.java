package io.kakuremichi.control.bench;

import io.kakuremichi.control.bench.micro.Messages;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What is done for each message, by itself. */
final class MicroScenario implements Scenario {
    @Override
    public String name() {
        return "micro";
    }

    @Override
    public void run(DatabaseServer databases, BenchSettings settings, Report report) throws Exception {
        var options = new OptionsBuilder()
                .include(Messages.class.getName())
                .verbosity(VerboseMode.SILENT)
                .build();
        for (var result : new Runner(options).run()) {
            var primary = result.getPrimaryResult();
            report.add(Figure.plain(name(), primary.getLabel(), "µs", primary.getScore() / 1_000));
        }
    }
}
