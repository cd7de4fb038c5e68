package io.kakuremichi.control.overview;

import io.kakuremichi.control.overview.Problem.Severity;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the first page of the console shows.
 *
 * @param at the database's time at the reading
 * @param revision of the reading or a later one: a reader of events that follows it misses nothing
 * @param changesPerMinute of the last hour, oldest first; the last one is the running minute
 */
@RegisterForReflection
record Overview(
        Instant at,
        UUID epoch,
        long revision,
        ClientTotals agents,
        ClientTotals gateways,
        TunnelTotals tunnels,
        CertificateTotals certificates,
        List<ReplicaState> replicas,
        List<Long> changesPerMinute,
        LagSummary lag,
        ProblemList problems) {

    /**
     * How many clients of one kind there are.
     *
     * @param online connected to any replica
     * @param error those of them that report a problem
     * @param neverConnected since their creation
     */
    @RegisterForReflection
    record ClientTotals(long total, long online, long error, long neverConnected) {}

    /**
     * How many tunnels there are; {@code up}, {@code down} and {@code unknown} are the enabled ones by {@link TunnelState}.
     */
    @RegisterForReflection
    record TunnelTotals(long total, long enabled, long up, long down, long unknown) {
        static final TunnelTotals NONE = new TunnelTotals(0, 0, 0, 0, 0);

        TunnelTotals plus(TunnelTotals other) {
            return new TunnelTotals(
                    total + other.total,
                    enabled + other.enabled,
                    up + other.up,
                    down + other.down,
                    unknown + other.unknown);
        }
    }

    /**
     * How many certificates there are, by the days until they expire; each is counted once.
     *
     * @param expiringSoon within {@link ProblemTable#EXPIRY_DAYS} days
     * @param within30Days later than those
     * @param within60Days later than those
     * @param nextExpiry of those that have not expired
     */
    @RegisterForReflection
    record CertificateTotals(
            long total,
            long expired,
            long expiringSoon,
            long within30Days,
            long within60Days,
            @Nullable Instant nextExpiry) {}

    /**
     * The most important problems.
     *
     * @param total of all kinds
     * @param kinds how many there are of each kind and severity, worst first
     * @param items the worst first; at most {@link ProblemTable#SHOWN}
     */
    @RegisterForReflection
    record ProblemList(long total, List<ProblemCount> kinds, List<Problem> items) {}

    /**
     * How many problems of one kind and severity there are.
     *
     * @param gateways how many of them concern gateways
     */
    @RegisterForReflection
    record ProblemCount(ProblemKind kind, Severity severity, long count, long gateways) {
        ProblemCount plus(ProblemCount other) {
            return new ProblemCount(kind, severity, count + other.count, gateways + other.gateways);
        }
    }
}
