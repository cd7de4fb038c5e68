package io.kakuremichi.control.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.overview.Overview.ProblemCount;
import io.kakuremichi.control.overview.Problem.ProblemSubject;
import io.kakuremichi.control.overview.Problem.Severity;
import io.kakuremichi.control.overview.Problem.SubjectKind;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final Problems problems = new Problems();

    @Test
    void worstAndNewestAreFirst() {
        problems.add(problems(ProblemKind.NEVER_CONNECTED, Severity.MILD, 1));
        problems.add(problems(ProblemKind.CLIENT_OFFLINE, Severity.SEVERE, 2));

        var list = problems.list();

        assertThat(list.total()).isEqualTo(3);
        assertThat(list.kinds())
                .containsExactly(
                        new ProblemCount(ProblemKind.CLIENT_OFFLINE, Severity.SEVERE, 2, 0),
                        new ProblemCount(ProblemKind.NEVER_CONNECTED, Severity.MILD, 1, 0));
        assertThat(list.items())
                .extracting(Problem::since)
                .containsExactly(NOW.minusSeconds(1), NOW.minusSeconds(2), NOW.minusSeconds(1));
    }

    @Test
    void gatewaysAreCountedFromBothSources() {
        var lagging = problems(ProblemKind.CLIENT_LAGGING, Severity.MODERATE, 3);
        var offline = problems(ProblemKind.CLIENT_OFFLINE, Severity.SEVERE, 1);
        problems.add(lagging);
        problems.add(List.of(ofGateway(lagging.getFirst())));
        problems.addCounted(List.of(new ProblemTable.Found(offline.getFirst(), 500, 4)));

        assertThat(problems.list().kinds())
                .containsExactly(
                        new ProblemCount(ProblemKind.CLIENT_OFFLINE, Severity.SEVERE, 500, 4),
                        new ProblemCount(ProblemKind.CLIENT_LAGGING, Severity.MODERATE, 4, 1));
    }

    private static Problem ofGateway(Problem like) {
        var tokyo = new ProblemSubject(SubjectKind.GATEWAY, "tokyo", "tokyo");
        return new Problem(like.kind(), like.severity(), tokyo, like.since(), like.count(), like.detail());
    }

    @Test
    void manyOfOneKindDoNotHideAnother() {
        problems.add(problems(ProblemKind.CLIENT_OFFLINE, Severity.SEVERE, 500));
        problems.add(problems(ProblemKind.CERTIFICATE_EXPIRED, Severity.SEVERE, 9));

        var list = problems.list();

        assertThat(list.total()).isEqualTo(509);
        assertThat(list.items()).hasSize(ProblemTable.SHOWN);
        assertThat(list.items())
                .filteredOn(problem -> problem.kind() == ProblemKind.CERTIFICATE_EXPIRED)
                .hasSize(Problems.FEW);
        assertThat(list.items()).isSortedAccordingTo(Problem.WORST_FIRST);
    }

    private static List<Problem> problems(ProblemKind kind, Severity severity, int number) {
        return LongStream.rangeClosed(1, number)
                .mapToObj(each -> new Problem(
                        kind,
                        severity,
                        new ProblemSubject(SubjectKind.AGENT, kind + "-" + each, "office"),
                        NOW.minusSeconds(each),
                        null,
                        null))
                .toList();
    }
}
