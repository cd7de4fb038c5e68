package io.kakuremichi.control.bench;

import io.kakuremichi.control.bench.load.Result;

/**
 * One run, and what it cost in CPU seconds.
 *
 * @param foreignCpu how many CPUs were busy with other things meanwhile; far from 0, the figures are noise
 */
record Sample(Result result, double serverCpu, double generatorCpu, double databaseCpu, double foreignCpu) {
    double seconds() {
        return result.seconds();
    }

    /** Of the server and its database: what other processes do meanwhile hardly changes it. */
    double cpu() {
        return serverCpu + databaseCpu;
    }

    double percentileMs(double share) {
        return Statistics.percentile(result.latenciesMs(), share);
    }
}
