package io.kakuremichi.control.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.credential.ClientType;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LagWatchTest {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
    private static final UUID AGENT = new UUID(0, 1);

    private final LagWatch watch = new LagWatch();

    @Test
    void clientThatAppliedEverythingIsNotBehind() throws SQLException {
        var lag = look(0, client(7, 7));

        assertThat(lag.summary().confirming()).isEqualTo(1);
        assertThat(lag.summary().behind()).isZero();
        assertThat(lag.summary().longestSeconds()).isZero();
        assertThat(lag.problems()).isEmpty();
    }

    @Test
    void clientLagsFromTheCommitOfWhatItWaitsFor() throws SQLException {
        var lag = watch.observe(List.of(client(6, 7)), at(30), revisions -> Map.of(7L, at(0)));

        assertThat(lag.summary().behind()).isEqualTo(1);
        assertThat(lag.summary().lagging()).isEqualTo(1);
        assertThat(lag.summary().longestSeconds()).isEqualTo(30);
        assertThat(lag.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(ProblemKind.CLIENT_LAGGING);
            assertThat(problem.since()).isEqualTo(at(0));
            assertThat(problem.count()).isEqualTo(1);
            assertThat(problem.subject().id()).isEqualTo(AGENT.toString());
        });
    }

    @Test
    void clientThatIsBehindForAMomentIsNoProblem() throws SQLException {
        assertThat(look(0, client(6, 7)).problems()).isEmpty();
        assertThat(look(9, client(6, 7)).problems()).isEmpty();
        assertThat(look(11, client(6, 7)).problems()).hasSize(1);
        assertThat(look(12, client(7, 7)).problems()).isEmpty();
    }

    /** It is always behind, and never for long. */
    @Test
    void clientThatKeepsUpWithManyChangesDoesNotLag() throws SQLException {
        for (var second = 0; second < 60; second++) {
            var lag = look(second, client(second, second + 1));

            assertThat(lag.summary().behind()).isEqualTo(1);
            assertThat(lag.problems()).isEmpty();
        }
    }

    /** Newer changes do not make it look as if it had just fallen behind. */
    @Test
    void clientThatIsStuckLagsHoweverManyChangesFollow() throws SQLException {
        for (var second = 0; second < 11; second++) {
            assertThat(look(second, client(1, second + 2)).problems()).isEmpty();
        }

        assertThat(look(11, client(1, 20)).problems()).singleElement().satisfies(problem -> assertThat(problem.since())
                .isEqualTo(at(0)));
    }

    @Test
    void samplesAreAFewSecondsApartAndOfTheLastMinutes() throws SQLException {
        for (var second = 0; second < 1_000; second++) {
            look(second, client(6, 7));
        }

        var samples = look(1_000, client(6, 7)).summary().samples();
        assertThat(samples).hasSize(61);
        assertThat(samples.getFirst().at()).isEqualTo(at(700));
        assertThat(samples.getLast().at()).isEqualTo(at(1_000));
    }

    private LagWatch.Lag look(long second, LagWatch.Client client) throws SQLException {
        return watch.observe(List.of(client), at(second), revisions -> Map.of());
    }

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }

    private static LagWatch.Client client(long applied, long wanted) {
        return new LagWatch.Client(ClientType.AGENT, AGENT, "office", applied, wanted);
    }
}
