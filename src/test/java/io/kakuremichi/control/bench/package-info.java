/**
 * What Control costs, as ratios to a bare server that exchanges the same bytes from memory: {@code ./mvnw -Pbench verify}.
 *
 * <pre>
 *                 ┌─ LoadGenerator ──▶ Control, as users run it ──▶ PostgreSQL
 * Benchmark ──────┤      (one process each)
 *  one Scenario   └─ LoadGenerator ──▶ ReferenceServer
 *  at a time
 *        └──▶ Report: a table, and target/bench/report.json
 * </pre>
 *
 * <p>Runs alternate between the two, so that what else the machine does meets both, and medians count.
 */
package io.kakuremichi.control.bench;
