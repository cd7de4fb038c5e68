/**
 * The load generator, a process of its own: one thread and one selector for all sockets, so that it costs less than what it
 * measures. It speaks the real protocol, but reads of a message only how it begins and which revision it ends with.
 *
 * <pre>
 * Benchmark ──Command, a line of JSON──▶ LoadGenerator ──▶ Swarm ──▶ ClientWire, RestWire ──▶ Control or the reference
 *           ◀──Result, a line of JSON───
 * </pre>
 */
package io.kakuremichi.control.bench.load;
