package io.kakuremichi.control.chaos;

import io.kakuremichi.control.chaos.Violation.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Holds what writers asked for and were answered against the log: what was answered is there once, and nothing else is. */
final class OperationsCheck {
    /** How often the log has each, by {@link #key}. */
    private final Map<String, Integer> committed = new HashMap<>();

    private final Set<UUID> deletedAgents = new HashSet<>();
    private final Map<UUID, UUID> lastOwners = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    private OperationsCheck() {}

    /**
     * @param log every change since revision 1, in order
     * @param operations everything that was ever asked of this database
     */
    static List<Violation> check(List<LogEntry> log, Collection<Operation> operations) {
        var check = new OperationsCheck();
        check.read(log);
        operations.forEach(check::compare);
        check.searchUnasked(operations);
        return check.violations;
    }

    private void read(List<LogEntry> log) {
        var world = new World();
        for (var entry : log) {
            switch (world.apply(entry)) {
                case Step.TunnelChanged(var id, var before, var after) -> {
                    if (after == null) {
                        count("tunnel deleted " + id);
                        lastOwners.put(id, entry.id("agentId"));
                    } else if (before == null) {
                        count("tunnel created " + after.domain());
                    } else {
                        count("tunnel changed " + id + " " + after.target());
                    }
                }
                case Step.AgentChanged(var id, var before, var after) -> {
                    if (after == null) {
                        count("agent deleted " + id);
                        deletedAgents.add(id);
                    } else {
                        named("agent", id, before == null ? null : before.name(), after.name());
                    }
                }
                case Step.GatewayChanged(var id, var before, var after) -> {
                    if (after == null) {
                        count("gateway deleted " + id);
                    } else {
                        named("gateway", id, before == null ? null : before.name(), after.name());
                    }
                }
                case Step.CertificateChanged certificate -> {}
                case Step.Nothing() -> {}
            }
        }
    }

    /** A client changes by itself, too: it reports its address, it confirms its key. Its name only changes when asked. */
    private void named(String type, UUID id, String before, String after) {
        if (before == null) {
            count(type + " created " + after);
        } else if (!before.equals(after)) {
            count(type + " changed " + id + " " + after);
        }
    }

    private void count(String key) {
        committed.merge(key, 1, Integer::sum);
    }

    private static String key(Operation operation) {
        var subject = operation.subject();
        var tag = operation.tag();
        return switch (operation.kind()) {
            case CREATE_TUNNEL -> "tunnel created " + tag;
            case CHANGE_TUNNEL, MOVE_TUNNEL -> "tunnel changed " + subject + " " + tag;
            case DELETE_TUNNEL -> "tunnel deleted " + subject;
            case CREATE_AGENT -> "agent created " + tag;
            case RENAME_AGENT -> "agent changed " + subject + " " + tag;
            case DELETE_AGENT -> "agent deleted " + subject;
            case CREATE_GATEWAY -> "gateway created " + tag;
            case RENAME_GATEWAY -> "gateway changed " + subject + " " + tag;
            case DELETE_GATEWAY -> "gateway deleted " + subject;
        };
    }

    private void compare(Operation operation) {
        var times = committed.getOrDefault(key(operation), 0);
        // An attempt that was overtaken by its own repetition may set an older value once more; a creation has its key.
        var most = operation.kind().isCreation() || operation.kind().isDeletion() ? 1 : operation.attempts();
        switch (operation.outcome()) {
            case DONE -> {
                if (times == 0) {
                    violations.add(new Violation(Kind.LOST, "answered, but not committed: " + operation));
                } else if (times > most) {
                    violations.add(new Violation(Kind.DOUBLED, "committed %d times: %s".formatted(times, operation)));
                }
            }
            case REFUSED -> {
                // A refused deletion is of what went with its agent.
                if (times > 0 && !operation.kind().isDeletion()) {
                    violations.add(new Violation(Kind.INVENTED, "refused, but committed: " + operation));
                }
            }
            case UNKNOWN -> {
                if (times > most) {
                    violations.add(new Violation(Kind.DOUBLED, "committed %d times: %s".formatted(times, operation)));
                }
            }
        }
    }

    private void searchUnasked(Collection<Operation> operations) {
        var asked = new HashSet<String>();
        operations.forEach(operation -> asked.add(key(operation)));
        for (var key : committed.keySet()) {
            if (!asked.contains(key) && !wentWithItsAgent(key)) {
                violations.add(new Violation(Kind.INVENTED, "committed, but nobody asked for it: " + key));
            }
        }
    }

    private boolean wentWithItsAgent(String key) {
        var deletion = "tunnel deleted ";
        return key.startsWith(deletion)
                && deletedAgents.contains(lastOwners.get(UUID.fromString(key.substring(deletion.length()))));
    }
}
