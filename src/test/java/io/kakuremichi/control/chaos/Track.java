package io.kakuremichi.control.chaos;

import io.kakuremichi.control.chaos.Step.Expected;
import io.kakuremichi.control.chaos.Violation.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The position of one connection in the log, and the messages that it must get there. */
final class Track {
    private static final int SHOWN = 300;

    private final ConnectionHistory history;
    private final Set<String> granted;
    private final List<Heard.OfState> heard;
    private final Deletions deletions;
    private final List<Violation> violations;
    private int position;
    private long configured;

    /** Not received, and nothing later either: a configuration may replace it, or the connection ended. */
    private final TreeMap<Long, Expected> missing = new TreeMap<>();

    /** Not told, but something later was: lost, unless it comes too late. */
    private final TreeMap<Long, Expected> skipped = new TreeMap<>();

    private final TreeSet<Long> told = new TreeSet<>();

    /** The first change since the last configuration that only a configuration can tell; 0 for none. */
    private long owed;

    Track(
            ConnectionHistory history,
            Heard.Welcome welcome,
            List<Heard.OfState> heard,
            Deletions deletions,
            List<Violation> violations) {
        this.history = history;
        this.granted = welcome.capabilities();
        this.heard = heard;
        this.deletions = deletions;
        this.violations = violations;
    }

    /** Compares the messages received at that revision with those due; true if no message of this connection is left. */
    boolean isOverAfter(long revision, Step step, World world) {
        var expected = step.owes(world, history.client(), history.type(), granted);
        while (position < heard.size() && heard.get(position).revision() <= revision) {
            var next = heard.get(position++);
            if (next.revision() < revision) {
                late(next);
            } else {
                switch (next) {
                    case Heard.Config config -> configured(config, world);
                    case Heard.Message message -> told(message, expected);
                }
            }
        }
        if (configured != revision && !told.contains(revision)) {
            switch (expected) {
                case Expected.Nothing() -> {}
                case Expected.Message message -> {
                    if (message.required() && !deletions.follow(message.item(), revision)) {
                        missing.put(revision, expected);
                    }
                }
                case Expected.Config config -> owed = owed == 0 ? revision : owed;
            }
        }
        if (position < heard.size() || history.live()) {
            return false;
        }
        finish(revision);
        return true;
    }

    private void configured(Heard.Config config, World world) {
        var view = world.view(history.client(), history.type(), granted.contains("proxy"));
        if (view == null) {
            report(Kind.INVENTED, "a configuration at revision %d, where it is deleted".formatted(config.revision()));
        } else if (!view.equals(config.sections())
                && !lasting(view, config.revision()).equals(lasting(config.sections(), config.revision()))) {
            report(
                    Kind.INVENTED,
                    "the configuration of revision %d is not the state of that revision: %s"
                            .formatted(config.revision(), difference(view, config.sections())));
        }
        configured = config.revision();
        missing.clear();
        owed = 0;
    }

    /** Without the certificates that are deleted later. */
    private Map<String, List<String>> lasting(Map<String, List<String>> sections, long revision) {
        var without = new TreeMap<>(sections);
        without.computeIfPresent("certificates", (section, items) -> items.stream()
                .filter(item -> !deletions.follow(item, revision))
                .toList());
        return without;
    }

    private void told(Heard.Message message, Expected expected) {
        if (configured == message.revision() || !told.add(message.revision())) {
            report(Kind.DOUBLED, "told before or in the configuration already: " + shown(message));
            return;
        }
        var due =
                switch (expected) {
                    case Expected.Nothing() -> null;
                    case Expected.Message each -> each;
                    case Expected.Config config -> config.instead();
                };
        if (due == null || !due.type().equals(message.type()) || !due.item().equals(message.item())) {
            report(Kind.INVENTED, "%s, but %s was due".formatted(shown(message), expected));
        }
        skipped.putAll(missing);
        missing.clear();
    }

    private void late(Heard.OfState next) {
        if (skipped.remove(next.revision()) != null || next instanceof Heard.Config) {
            report(Kind.REORDERED, "after what is newer: " + shown(next));
        } else {
            report(Kind.DOUBLED, "told before or contained in the configuration: " + shown(next));
        }
    }

    /** The connection ended, or the log did. */
    void finish(long head) {
        for (var left : heard.subList(position, heard.size())) {
            if (left.revision() > head || left.revision() < 0) {
                report(Kind.INVENTED, "no such revision in the log: " + shown(left));
            } else {
                late(left);
            }
        }
        if (history.live()) {
            skipped.putAll(missing);
            if (owed != 0) {
                report(Kind.LOST, "no configuration tells of revision " + owed);
            }
        }
        skipped.forEach((revision, expected) -> report(Kind.LOST, "revision %d: %s".formatted(revision, expected)));
    }

    private void report(Kind kind, String what) {
        violations.add(new Violation(kind, history.label() + ": " + what));
    }

    private static String shown(Heard.OfState heard) {
        var text = heard.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /** What one has and the other has not. */
    static String difference(Map<String, List<String>> expected, Map<String, List<String>> actual) {
        var text = new StringBuilder();
        var sections = new TreeSet<>(expected.keySet());
        sections.addAll(actual.keySet());
        for (var section : sections) {
            var missing = new TreeSet<>(expected.getOrDefault(section, List.of()));
            var surplus = new TreeSet<>(actual.getOrDefault(section, List.of()));
            var there = new TreeSet<>(surplus);
            surplus.removeAll(missing);
            missing.removeAll(there);
            if (!missing.isEmpty() || !surplus.isEmpty()) {
                text.append("%s: %d missing %s, %d too many %s; "
                        .formatted(section, missing.size(), first(missing), surplus.size(), first(surplus)));
            }
        }
        return text.isEmpty() ? "the same item twice" : text.toString();
    }

    private static List<String> first(TreeSet<String> items) {
        return items.stream().limit(3).toList();
    }
}
