package io.kakuremichi.control.chaos;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.awaitility.core.ConditionTimeoutException;

/** Whether every client has the newest change of its concern, and how long that took. Confined to the thread of the run. */
final class Convergence {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Log log;
    private final Collection<ChaosClient> clients;
    private final FlatConvergence flat;
    private final Tally tally;
    private final World world = new World();
    private final Map<UUID, Need> needs = new HashMap<>();
    private final Map<String, Long> longestSince = new TreeMap<>();
    private final List<Long> tookMillis = new ArrayList<>();
    private int position;

    /** The newest revisions that a client must have, with {@code delta} and without. */
    private record Need(long delta, long message, long config) {
        static final Need NONE = new Need(0, 0, 0);

        Need and(Step step, long revision, World world, ChaosClient client) {
            var withDelta = step.owes(world, client.id(), client.type(), Set.of("delta"));
            var without = step.owes(world, client.id(), client.type(), Set.of());
            return new Need(
                    isDue(withDelta) ? revision : delta,
                    without instanceof Step.Expected.Message && isDue(without) ? revision : message,
                    without instanceof Step.Expected.Config ? revision : config);
        }

        private static boolean isDue(Step.Expected expected) {
            return switch (expected) {
                case Step.Expected.Nothing() -> false;
                case Step.Expected.Message each -> each.required();
                case Step.Expected.Config config -> true;
            };
        }

        boolean isMetBy(ChaosClient client) {
            return client.hasDelta() ? client.covers(delta, 0) : client.covers(message, config);
        }
    }

    /**
     * @param clients also those who come later
     */
    Convergence(Log log, Collection<ChaosClient> clients, FlatConvergence flat, Tally tally) {
        this.log = log;
        this.clients = clients;
        this.flat = flat;
        this.tally = tally;
    }

    World world() {
        return world;
    }

    /** Of {@link #world}. The log itself may have been read further. */
    long revision() {
        return position == 0 ? 0 : log.entries().get(position - 1).revision();
    }

    /** Those who are not deleted. */
    List<ChaosClient> remaining() {
        return clients.stream().filter(client -> world.knows(client.id())).toList();
    }

    /**
     * Waits until all clients have what is committed now.
     *
     * @param since after what, for a report
     */
    void reach(String since) throws SQLException, IOException {
        var began = System.nanoTime();
        advance();
        flat.aim();
        var head = log.head();
        try {
            await(since)
                    .atMost(LIMIT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> remaining().stream().allMatch(this::isThere) && flat.isReached());
        } catch (ConditionTimeoutException e) {
            var behind = remaining().stream().filter(client -> !isThere(client)).toList();
            tally.violated(
                    Violation.Kind.STUCK,
                    "%d clients are behind revision %d, %s after %s; %s; of the flat dialect %s"
                            .formatted(
                                    behind.size(),
                                    head,
                                    LIMIT,
                                    since,
                                    behind.stream()
                                            .limit(5)
                                            .map(client -> client.position() + " needs " + needs.get(client.id()))
                                            .toList(),
                                    flat.behind()));
        }
        var took = Duration.ofNanos(System.nanoTime() - began).toMillis();
        tookMillis.add(took);
        longestSince.merge(since, took, Math::max);
    }

    private void advance() throws SQLException, IOException {
        log.advance();
        for (; position < log.entries().size(); position++) {
            var entry = log.entries().get(position);
            var step = world.apply(entry);
            for (var client : clients) {
                needs.merge(
                        client.id(),
                        Need.NONE.and(step, entry.revision(), world, client),
                        (before, now) -> before.and(step, entry.revision(), world, client));
            }
        }
    }

    /** Who was deleted meanwhile waits for nothing; who was turned away for another reason is found at the end. */
    private boolean isThere(ChaosClient client) {
        return client.refusal() != null
                || needs.getOrDefault(client.id(), Need.NONE).isMetBy(client);
    }

    /** The longest one after each kind of fault, counted from when the fault was over. */
    Map<String, Long> longestMillisSince() {
        return longestSince;
    }

    long longestMillis() {
        return tookMillis.isEmpty() ? 0 : Collections.max(tookMillis);
    }

    long medianMillis() {
        var sorted = tookMillis.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }
}
