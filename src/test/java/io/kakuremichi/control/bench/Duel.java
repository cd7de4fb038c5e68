package io.kakuremichi.control.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Control and the reference, measured in turn. */
final class Duel {
    private final List<Sample> control = new ArrayList<>();
    private final List<Sample> reference = new ArrayList<>();

    /** One measurement of one side. */
    interface Run {
        Sample of(Contender contender) throws Exception;
    }

    static Duel of(Contender control, Contender reference, int runs, Run run) throws Exception {
        var duel = new Duel();
        for (var number = 0; number < runs; number++) {
            duel.control.add(run.of(control));
            duel.reference.add(run.of(reference));
        }
        return duel;
    }

    double control(ToDoubleFunction<Sample> figure) {
        return median(control, figure);
    }

    double reference(ToDoubleFunction<Sample> figure) {
        return median(reference, figure);
    }

    /** Of all runs together. */
    double controlTotal(ToDoubleFunction<Sample> figure) {
        return control.stream().mapToDouble(figure).sum();
    }

    /** Of all runs together. */
    double referenceTotal(ToDoubleFunction<Sample> figure) {
        return reference.stream().mapToDouble(figure).sum();
    }

    /** The median of each run's ratio to the one beside it. */
    double ratio(ToDoubleFunction<Sample> figure) {
        return ratio(figure, 0);
    }

    /** The same after something is taken off Control's figure that the reference has not to do. */
    double ratio(ToDoubleFunction<Sample> figure, double off) {
        var ratios = new ArrayList<Double>();
        for (var number = 0; number < control.size(); number++) {
            ratios.add((figure.applyAsDouble(control.get(number)) - off) / figure.applyAsDouble(reference.get(number)));
        }
        return Statistics.median(ratios);
    }

    /** Of all of Control's runs together. */
    long failures() {
        return control.stream()
                .mapToLong(each -> each.result().failures().size())
                .sum();
    }

    List<Sample> controlSamples() {
        return control;
    }

    List<Sample> referenceSamples() {
        return reference;
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return Statistics.median(samples.stream().map(figure::applyAsDouble).toList());
    }
}
