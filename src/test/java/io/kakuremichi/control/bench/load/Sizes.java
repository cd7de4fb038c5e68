package io.kakuremichi.control.bench.load;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Mean sizes of what was received, by kind. */
final class Sizes {
    private final Map<String, long[]> sums = new HashMap<>();

    void add(String kind, int bytes) {
        var sum = sums.computeIfAbsent(kind, each -> new long[2]);
        sum[0] += bytes;
        sum[1]++;
    }

    Map<String, Integer> means() {
        var means = new TreeMap<String, Integer>();
        sums.forEach((kind, sum) -> means.put(kind, (int) (sum[0] / sum[1])));
        return means;
    }
}
