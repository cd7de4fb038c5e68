package io.kakuremichi.control.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Of samples. */
final class Statistics {
    private Statistics() {}

    static double median(Collection<Double> values) {
        return percentile(values.stream().mapToDouble(Double::doubleValue).toArray(), 0.5);
    }

    /** The value that this share of all is not above; the mean of both middle ones for an even median. */
    static double percentile(double[] values, double share) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        if (sorted.length == 0) {
            return Double.NaN;
        }
        if (share == 0.5 && sorted.length % 2 == 0) {
            return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
        }
        return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
    }

    /** The power of the size with which the cost grows: the slope of the line through both logarithms, by least squares. */
    static double exponent(List<Double> sizes, List<Double> costs) {
        var x = sizes.stream().mapToDouble(Math::log).toArray();
        var y = costs.stream().mapToDouble(Math::log).toArray();
        var meanX = Arrays.stream(x).average().orElseThrow();
        var meanY = Arrays.stream(y).average().orElseThrow();
        var covariance = IntStream.range(0, x.length)
                .mapToDouble(i -> (x[i] - meanX) * (y[i] - meanY))
                .sum();
        var variance =
                Arrays.stream(x).map(each -> (each - meanX) * (each - meanX)).sum();
        return covariance / variance;
    }
}
