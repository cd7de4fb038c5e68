package io.kakuremichi.control.bench;

/** Something Control has to be good at, measured. */
interface Scenario {
    /** By which {@code -Dbench.only} names it. */
    String name();

    void run(DatabaseServer databases, BenchSettings settings, Report report) throws Exception;
}
