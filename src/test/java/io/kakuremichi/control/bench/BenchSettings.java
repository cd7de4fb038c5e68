package io.kakuremichi.control.bench;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * How large everything is, from system properties {@code bench.*}.
 *
 * @param runs how often each side is measured in turn
 * @param slowRuns the same for what takes long
 * @param only names of the scenarios to run; empty for all
 */
record BenchSettings(
        int agents,
        int gateways,
        int fanoutAgents,
        int fanoutGateways,
        int changes,
        int sustainedGateways,
        int sustainedChanges,
        int connections,
        int beatSeconds,
        int largeAgents,
        int runs,
        int slowRuns,
        Set<String> only) {
    static BenchSettings fromProperties() {
        return new BenchSettings(
                Integer.getInteger("bench.agents", 5_000),
                Integer.getInteger("bench.gateways", 50),
                Integer.getInteger("bench.fanout.agents", 1_000),
                Integer.getInteger("bench.fanout.gateways", 250),
                Integer.getInteger("bench.fanout.changes", 100),
                Integer.getInteger("bench.sustained.gateways", 100),
                Integer.getInteger("bench.sustained.changes", 2_500),
                Integer.getInteger("bench.connections", 10_000),
                Integer.getInteger("bench.beat.seconds", 6),
                Integer.getInteger("bench.large.agents", 10_000),
                Integer.getInteger("bench.runs", 5),
                Integer.getInteger("bench.slowRuns", 5),
                names(System.getProperty("bench.only", "")));
    }

    private static Set<String> names(String list) {
        return list.isBlank() ? Set.of() : new TreeSet<>(Arrays.asList(list.split(",")));
    }

    boolean runs(String scenario) {
        return only.isEmpty() || only.contains(scenario);
    }
}
