package io.kakuremichi.control.overview;

import io.kakuremichi.control.overview.Overview.ProblemCount;
import io.kakuremichi.control.overview.Overview.ProblemList;
import io.kakuremichi.control.overview.Problem.SubjectKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Puts problems from several sources in order, and counts them. */
final class Problems {
    /** The number of each kind and severity that is shown in any case. */
    static final int FEW = 5;

    private static final Comparator<ProblemCount> WORST_FIRST =
            Comparator.comparing(ProblemCount::severity).thenComparing(ProblemCount::kind);

    private final List<Problem> items = new ArrayList<>();
    private final TreeMap<ProblemCount, ProblemCount> counts = new TreeMap<>(WORST_FIRST);

    /** Adds problems of which the database counted those of the same kind. */
    void addCounted(List<ProblemTable.Found> found) {
        found.forEach(each -> {
            items.add(each.problem());
            counts.put(key(each.problem()), count(each.problem(), each.ofKind(), each.ofGateways()));
        });
    }

    /** Adds problems of a kind that the database does not know. */
    void add(List<Problem> problems) {
        problems.forEach(problem -> {
            items.add(problem);
            var gateways = problem.subject().kind() == SubjectKind.GATEWAY ? 1 : 0;
            counts.merge(key(problem), count(problem, 1, gateways), ProblemCount::plus);
        });
    }

    ProblemList list() {
        var kinds = List.copyOf(counts.values());
        var sorted = items.stream().sorted(Problem.WORST_FIRST).toList();
        var shown = Stream.concat(fewOfEach(sorted).stream(), sorted.stream())
                .distinct()
                .limit(ProblemTable.SHOWN)
                .sorted(Problem.WORST_FIRST)
                .toList();
        return new ProblemList(kinds.stream().mapToLong(ProblemCount::count).sum(), kinds, shown);
    }

    /** Thousands of problems of one kind do not hide those of another. */
    private static List<Problem> fewOfEach(List<Problem> sorted) {
        var taken = new HashMap<ProblemCount, Integer>();
        return sorted.stream()
                .filter(problem -> taken.merge(key(problem), 1, Integer::sum) <= FEW)
                .toList();
    }

    private static ProblemCount key(Problem problem) {
        return count(problem, 0, 0);
    }

    private static ProblemCount count(Problem problem, long count, long gateways) {
        return new ProblemCount(problem.kind(), problem.severity(), count, gateways);
    }
}
