package io.kakuremichi.control.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What was measured, and what else the machine did meanwhile: for people as a table, and as JSON. */
final class Report {
    private static final Path FILE = Path.of("target", "bench", "report.json");
    private static final String ROW = "%-10s %-54s %11s %11s %-5s %9s %-9s %s%n";
    private static final String COSTS = "%-46s %6s %9s %9s %9s %9s %7s %8s %6s%n";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BenchSettings settings;
    private final List<Figure> figures = new ArrayList<>();
    private final List<Costs> costs = new ArrayList<>();
    private final Map<String, Double> loads = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<String, Double> secondsOfScenarios = new LinkedHashMap<>();

    Report(BenchSettings settings) {
        this.settings = settings;
    }

    void add(Figure figure) {
        figures.add(figure);
        System.out.printf(
                "  %s, %s: %s %s%n",
                figure.scenario(),
                figure.what(),
                Figure.number(figure.value()),
                figure.met() == Boolean.FALSE ? "MISSED" : "");
    }

    /** Both sides' costs of what they did in turn. */
    void costs(String what, Duel duel) {
        costs.add(Costs.of(what, "control", duel.controlSamples()));
        costs.add(Costs.of(what, "reference", duel.referenceSamples()));
        Stream.concat(duel.controlSamples().stream(), duel.referenceSamples().stream())
                .forEach(sample -> failures(what, sample));
    }

    void failures(String what, Sample sample) {
        sample.result().failures().forEach(failure -> failures.add(what + ": " + failure));
    }

    /** A scenario has ended. */
    void over(String scenario, double seconds) {
        loads.put(scenario, ProcessCosts.load());
        secondsOfScenarios.put(scenario, seconds);
    }

    List<String> failures() {
        return failures;
    }

    Path write() throws IOException {
        var all = new LinkedHashMap<String, Object>();
        all.put("settings", settings);
        all.put("figures", figures);
        all.put("costs", costs);
        all.put("loadAverages", loads);
        all.put("seconds", secondsOfScenarios);
        all.put("failures", failures);
        Files.createDirectories(FILE.getParent());
        JSON.writerWithDefaultPrettyPrinter().writeValue(FILE.toFile(), all);
        return FILE;
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        text.append(ROW.formatted("scenario", "figure", "Control", "reference", "unit", "value", "goal", ""));
        for (var figure : figures) {
            text.append(ROW.formatted(
                    figure.scenario(),
                    figure.what(),
                    Figure.number(figure.control()),
                    Figure.number(figure.reference()),
                    figure.unit(),
                    Figure.number(figure.value()),
                    figure.goal(),
                    figure.met() == null ? "" : figure.met() ? "met" : "MISSED"));
        }
        text.append("\nCPU seconds a run (medians), and how near the generator was to being the bottleneck\n");
        text.append(COSTS.formatted("", "", "seconds", "server", "database", "generator", "busy", "lag ms", "others"));
        for (var each : costs) {
            text.append(COSTS.formatted(
                    each.what(),
                    each.side().substring(0, 3),
                    Figure.number(each.seconds()),
                    Figure.number(each.server()),
                    Figure.number(each.database()),
                    Figure.number(each.generator()),
                    Figure.number(each.generatorBusy()),
                    Figure.number(each.generatorLagMs()),
                    Figure.number(each.others())));
        }
        text.append("\nLoad average after each scenario: ").append(loads).append('\n');
        text.append("Seconds of each scenario: ").append(secondsOfScenarios).append('\n');
        failures.forEach(failure -> text.append("FAILED ").append(failure).append('\n'));
        return text.toString();
    }

    /**
     * Medians of one side's runs.
     *
     * @param others CPUs busy with what is no part of this
     */
    record Costs(
            String what,
            String side,
            double seconds,
            double server,
            double database,
            double generator,
            double generatorBusy,
            double generatorLagMs,
            double others) {
        static Costs of(String what, String side, List<Sample> samples) {
            return new Costs(
                    what,
                    side,
                    median(samples, Sample::seconds),
                    median(samples, Sample::serverCpu),
                    median(samples, Sample::databaseCpu),
                    median(samples, Sample::generatorCpu),
                    median(samples, sample -> sample.result().busy()),
                    median(samples, sample -> sample.result().lagMs()),
                    median(samples, Sample::foreignCpu));
        }

        private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
            return Statistics.median(samples.stream().map(figure::applyAsDouble).toList());
        }
    }
}
