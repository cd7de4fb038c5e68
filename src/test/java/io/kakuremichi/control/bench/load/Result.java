package io.kakuremichi.control.bench.load;

import java.util.List;
import java.util.Map;

/**
 * What came of a {@link Command}.
 *
 * @param seconds from its beginning until everything expected was there
 * @param latenciesMs of each client or change
 * @param failures connections refused or lost, answers other than 2xx, messages out of order or not expected; the first of them
 *     in words
 * @param cutOver configurations sent in place of changes, to clients that did not keep up
 * @param sizes mean bytes of what the server sent, by kind
 * @param busy the share of the time in which the generator's thread was not waiting for sockets; near 1, it is the bottleneck
 * @param lagMs the longest time the generator took to come back to its sockets
 */
public record Result(
        double seconds,
        double[] latenciesMs,
        List<String> failures,
        int cutOver,
        Map<String, Integer> sizes,
        double busy,
        double lagMs) {}
