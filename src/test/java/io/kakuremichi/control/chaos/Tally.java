package io.kakuremichi.control.chaos;

import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** Counts of what happened, and the violations that were seen while it happened. Thread-safe. */
final class Tally {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Queue<Violation> violations = new ConcurrentLinkedQueue<>();

    void count(String what) {
        counts.computeIfAbsent(what, first -> new LongAdder()).increment();
    }

    void violated(Violation.Kind kind, String evidence) {
        violations.add(new Violation(kind, evidence));
    }

    Queue<Violation> violations() {
        return violations;
    }

    /** Counts whose name begins so, without that beginning. */
    Map<String, Long> counts(String prefix) {
        var selected = new TreeMap<String, Long>();
        counts.forEach((what, count) -> {
            if (what.startsWith(prefix)) {
                selected.put(what.substring(prefix.length()), count.sum());
            }
        });
        return selected;
    }
}
