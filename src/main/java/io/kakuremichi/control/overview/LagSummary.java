package io.kakuremichi.control.overview;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * How far clients are behind what concerns them. Only online clients that confirm what they apply are counted.
 *
 * @param confirming clients that confirm
 * @param behind those of them that have not confirmed the newest revision that concerns them
 * @param lagging those of them that are behind for longer than {@link LagWatch#LAGGING}
 * @param longestSeconds how long the one that waits longest is behind; 0 if none is
 * @param samples of the answering replica, oldest first, of the last minutes in which the overview was read
 */
@RegisterForReflection
record LagSummary(long confirming, long behind, long lagging, double longestSeconds, List<LagSample> samples) {
    /** The lag at an earlier reading. */
    @RegisterForReflection
    record LagSample(Instant at, long behind, double longestSeconds) {}
}
