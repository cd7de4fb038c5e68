package io.kakuremichi.control.overview;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.overview.LagSummary.LagSample;
import io.kakuremichi.control.overview.Problem.ProblemSubject;
import io.kakuremichi.control.overview.Problem.Severity;
import io.kakuremichi.control.overview.Problem.SubjectKind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds clients that are behind, and since when. A client that is sent one change after another is always a little behind and
 * keeps up nevertheless; so for each client the watch remembers the revision that it waited for, until the client
 * confirms that one. Not thread-safe: one reading at a time.
 */
final class LagWatch {
    /** Above the time of a client that applies changes one by one, and of the batches in which presence is written. */
    static final Duration LAGGING = Duration.ofSeconds(10);

    private static final Duration SAMPLE = Duration.ofSeconds(5);
    private static final int SAMPLES = 60;
    private static final double MILLIS = 1_000;

    private final Deque<LagSample> samples = new ArrayDeque<>();
    private Map<UUID, Awaited> awaited = Map.of();

    /**
     * Compares what clients confirmed with what they should have.
     *
     * @param clients online clients that confirm
     * @param now the database's time
     * @param commits the commit times of revisions, as far as the log has them
     */
    Lag observe(List<Client> clients, Instant now, Commits commits) throws SQLException {
        var behind = clients.stream().filter(Client::isBehind).toList();
        var times = commits.of(behind.stream()
                .filter(client -> stillAwaited(client) == null)
                .map(Client::wanted)
                .collect(Collectors.toSet()));
        var waiting = behind.stream()
                .map(client -> new Waiting(client, awaitedNow(client, times.get(client.wanted()), now)))
                .toList();
        awaited =
                waiting.stream().collect(Collectors.toMap(each -> each.client().id(), Waiting::awaited));
        return lag(clients.size(), waiting, now);
    }

    /** What the client already waited for at the last observation, unless it confirmed that. */
    private @Nullable Awaited stillAwaited(Client client) {
        var before = awaited.get(client.id());
        return before != null && client.applied() < before.revision() ? before : null;
    }

    private Awaited awaitedNow(Client client, @Nullable Instant committed, Instant now) {
        var before = stillAwaited(client);
        if (before != null) {
            return before;
        }
        return new Awaited(client.wanted(), committed == null || committed.isAfter(now) ? now : committed);
    }

    private Lag lag(int confirming, List<Waiting> waiting, Instant now) {
        var longest = waiting.stream()
                .map(each -> each.until(now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        var problems = waiting.stream()
                .filter(each -> each.until(now).compareTo(LAGGING) > 0)
                .map(Waiting::problem)
                .toList();
        var seconds = longest.toMillis() / MILLIS;
        sample(new LagSample(now, waiting.size(), seconds));
        return new Lag(
                new LagSummary(confirming, waiting.size(), problems.size(), seconds, new ArrayList<>(samples)),
                problems);
    }

    private void sample(LagSample sample) {
        var last = samples.peekLast();
        if (last == null || Duration.between(last.at(), sample.at()).compareTo(SAMPLE) >= 0) {
            samples.addLast(sample);
            samples.removeIf(
                    each -> Duration.between(each.at(), sample.at()).compareTo(SAMPLE.multipliedBy(SAMPLES)) > 0);
        }
    }

    /** What the reading found. */
    record Lag(LagSummary summary, List<Problem> problems) {}

    /**
     * An online client that confirms what it applies.
     *
     * @param applied the newest revision that it confirmed
     * @param wanted the newest revision that concerns it
     */
    record Client(ClientType type, UUID id, String name, long applied, long wanted) {
        boolean isBehind() {
            return applied < wanted;
        }
    }

    /** Finds the commit times of revisions. */
    @FunctionalInterface
    interface Commits {
        Map<Long, Instant> of(Set<Long> revisions) throws SQLException;
    }

    /** The revision that a client waits for, and since when. */
    private record Awaited(long revision, Instant since) {}

    private record Waiting(Client client, Awaited awaited) {
        Duration until(Instant now) {
            return Duration.between(awaited.since(), now);
        }

        Problem problem() {
            var kind = client.type() == ClientType.AGENT ? SubjectKind.AGENT : SubjectKind.GATEWAY;
            return new Problem(
                    ProblemKind.CLIENT_LAGGING,
                    Severity.MODERATE,
                    new ProblemSubject(kind, client.id().toString(), client.name()),
                    awaited.since(),
                    client.wanted() - client.applied(),
                    null);
        }
    }
}
