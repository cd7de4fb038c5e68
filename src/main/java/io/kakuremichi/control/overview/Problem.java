package io.kakuremichi.control.overview;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A problem that needs the attention of an operator.
 *
 * @param since when it began, as far as it is known
 * @param count what its kind counts: the enabled tunnels of an offline agent, the days until a certificate expires, the revisions that
 *     a lagging client is behind
 * @param detail a text of the client or replica that reported it
 */
@RegisterForReflection
record Problem(
        ProblemKind kind,
        Severity severity,
        ProblemSubject subject,
        Instant since,
        @Nullable Long count,
        @Nullable String detail) {
    /** Worst first; of one kind, those that began last. */
    static final Comparator<Problem> WORST_FIRST = Comparator.comparing(Problem::severity)
            .thenComparing(Problem::kind)
            .thenComparing(Problem::since, Comparator.reverseOrder())
            .thenComparing(problem -> problem.subject().id());

    /**
     * What a problem is about.
     *
     * @param id of a certificate: its domain
     * @param name of a tunnel and a certificate: its domain
     */
    @RegisterForReflection
    record ProblemSubject(SubjectKind kind, String id, String name) {}

    /** How bad a problem is, worst first. */
    @RegisterForReflection
    enum Severity {
        /** Users of a tunnel are affected, or soon will be. */
        @JsonProperty("severe")
        SEVERE,
        /** Something does not work as it should, and no user notices it yet. */
        @JsonProperty("moderate")
        MODERATE,
        /** Everything works; an operator should check it nevertheless. */
        @JsonProperty("mild")
        MILD
    }

    /** The kinds of subjects. */
    @RegisterForReflection
    enum SubjectKind {
        @JsonProperty("agent")
        AGENT,
        @JsonProperty("gateway")
        GATEWAY,
        @JsonProperty("tunnel")
        TUNNEL,
        @JsonProperty("certificate")
        CERTIFICATE,
        @JsonProperty("replica")
        REPLICA
    }
}
