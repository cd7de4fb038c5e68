package io.kakuremichi.control.chaos;

import io.kakuremichi.control.chaos.Violation.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * Compares what clients received with the log ({@code protocol.md}, <i>Order and delivery</i> and <i>Capabilities</i>): one pass over
 * the log, with every connection that was open at that revision beside it.
 */
final class HistoryCheck {
    private final String epoch;
    private final Deletions deletions;
    private final List<Violation> violations = new ArrayList<>();

    /** Connections by the revision of the first change that is held against them. */
    private final TreeMap<Long, List<Track>> waiting = new TreeMap<>();

    private HistoryCheck(String epoch, Deletions deletions) {
        this.epoch = epoch;
        this.deletions = deletions;
    }

    /**
     * @param log every change since revision 1, in order
     * @return in the order of their revisions; empty when all is well
     */
    static List<Violation> check(String epoch, List<LogEntry> log, Collection<ConnectionHistory> histories) {
        var check = new HistoryCheck(epoch, new Deletions(log));
        histories.forEach(check::begin);
        check.pass(log);
        return check.violations;
    }

    private void begin(ConnectionHistory history) {
        if (history.heard().isEmpty()) {
            return;
        }
        if (!(history.heard().getFirst() instanceof Heard.Welcome welcome)) {
            bad(history, "the first frame is " + history.heard().getFirst());
            return;
        }
        var rest = new ArrayList<Heard.OfState>();
        for (var heard : history.heard().subList(1, history.heard().size())) {
            if (heard instanceof Heard.OfState state) {
                rest.add(state);
            } else {
                bad(history, "a second auth_success");
            }
        }
        if (!welcome.epoch().equals(epoch)) {
            bad(history, "another epoch than the database's: " + welcome.epoch());
        }
        var asked = history.asked();
        if (welcome.resumed()) {
            if (asked == null || !asked.epoch().equals(epoch)) {
                bad(history, "resumed, but it asked for " + asked);
                return;
            }
            start(asked.revision() + 1, new Track(history, welcome, rest, deletions, violations));
        } else if (rest.isEmpty()) {
            if (history.live()) {
                bad(history, "no configuration followed");
            }
        } else if (rest.getFirst() instanceof Heard.Config config) {
            start(config.revision(), new Track(history, welcome, rest, deletions, violations));
        } else {
            bad(history, "no configuration before " + rest.getFirst());
        }
    }

    private void start(long revision, Track track) {
        waiting.computeIfAbsent(revision, first -> new ArrayList<>()).add(track);
    }

    private void bad(ConnectionHistory history, String what) {
        violations.add(new Violation(Kind.BAD_START, history.label() + ": " + what));
    }

    private void pass(List<LogEntry> log) {
        var world = new World();
        var open = new ArrayList<Track>();
        var expected = 1L;
        for (var entry : log) {
            if (entry.revision() != expected) {
                violations.add(new Violation(
                        Kind.LOST, "the log goes from revision %d to %d".formatted(expected - 1, entry.revision())));
            }
            expected = entry.revision() + 1;
            var step = world.apply(entry);
            var joining = waiting.headMap(entry.revision(), true);
            joining.values().forEach(open::addAll);
            joining.clear();
            open.removeIf(track -> track.isOverAfter(entry.revision(), step, world));
        }
        var head = expected - 1;
        open.forEach(track -> track.finish(head));
        waiting.values().forEach(tracks -> tracks.forEach(track -> track.finish(head)));
    }
}
