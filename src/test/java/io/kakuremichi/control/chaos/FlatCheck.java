package io.kakuremichi.control.chaos;

import io.kakuremichi.control.chaos.Violation.Kind;
import io.kakuremichi.control.credential.ClientType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Compares what clients of the flat dialect received with the log ({@code flat-dialect.md}). A configuration has no revision there;
 * it is found by its content. What was the state several times is taken for the earliest that fits.
 */
final class FlatCheck {
    /** Of the 500 ms that are promised, in Control's clock; the rest is for rounding. */
    private static final long LEAST_INTERVAL_MILLIS = 490;

    private static final int SHOWN = 1_500;
    private static final Set<String> ALSO_SAID = Set.of("pong", "error");

    private final FlatExpectation expectation = new FlatExpectation();
    private final List<Violation> violations = new ArrayList<>();

    private FlatCheck() {}

    /**
     * @param log every change since revision 1, in order
     * @return empty when all is well
     */
    static List<Violation> check(List<LogEntry> log, Collection<FlatHistory> histories) {
        var check = new FlatCheck();
        histories.forEach(history -> check.expectation.follow(history.client(), history.type()));
        log.forEach(check.expectation::apply);
        histories.forEach(check::check);
        return check.violations;
    }

    private void check(FlatHistory history) {
        if (history.heard().isEmpty()) {
            return;
        }
        var rest = history.heard().subList(1, history.heard().size());
        if (history.heard().getFirst().equals(new FlatHeard.Other("auth_error")) && rest.isEmpty()) {
            return;
        }
        var welcome = new FlatHeard.Welcome(
                history.client().toString(), history.type().wireName());
        if (!history.heard().getFirst().equals(welcome)) {
            report(
                    history,
                    Kind.BAD_START,
                    "the first frame is " + history.heard().getFirst());
            return;
        }
        var configs = new ArrayList<FlatHeard.Config>();
        for (var heard : rest) {
            switch (heard) {
                case FlatHeard.Config config -> configs.add(config);
                case FlatHeard.Other(var type) when ALSO_SAID.contains(type) -> {}
                case FlatHeard.Other(var type) -> report(history, Kind.INVENTED, "not of this dialect: " + type);
                case FlatHeard.Forbidden(var what) -> report(history, Kind.INVENTED, what);
                case FlatHeard.Welcome again -> report(history, Kind.BAD_START, "a second auth_success");
            }
        }
        checkSpaces(history, configs);
        checkContents(history, configs);
    }

    private void checkSpaces(FlatHistory history, List<FlatHeard.Config> configs) {
        for (var i = 1; i < configs.size(); i++) {
            var apart = configs.get(i).timestamp() - configs.get(i - 1).timestamp();
            if (apart < LEAST_INTERVAL_MILLIS) {
                report(history, Kind.TOO_CLOSE, "configurations %d and %d: %d ms".formatted(i, i + 1, apart));
            }
        }
    }

    private void checkContents(FlatHistory history, List<FlatHeard.Config> configs) {
        var states = expectation.of(history.client());
        var at = 0L;
        for (var config : configs) {
            if (history.type() == ClientType.AGENT
                    && !config.sections()
                            .getOrDefault("agent", List.of())
                            .toString()
                            .contains(history.publicKey())) {
                report(history, Kind.INVENTED, "a configuration without the agent's own key: " + shown(config));
            }
            var fingerprint = config.fingerprint();
            var found = states.since(fingerprint, at);
            if (found != null) {
                at = found;
            } else if (states.last(fingerprint) > 0) {
                report(
                        history,
                        Kind.REORDERED,
                        "a configuration of revision %s after that of %d".formatted(states.all(fingerprint), at));
            } else {
                report(
                        history,
                        Kind.INVENTED,
                        "a configuration after that of %d that never was: %s".formatted(at, shown(config)));
            }
        }
        if (!history.live()) {
            return;
        }
        if (configs.isEmpty()) {
            if (history.type() == ClientType.GATEWAY) {
                // It may have kept the one of an earlier connection, which FlatConvergence compares.
                return;
            }
            report(history, Kind.BAD_START, "no configuration followed");
        } else if (states.lastOfUsed(configs.getLast().used()) < states.newest()) {
            report(
                    history,
                    Kind.LOST,
                    "the last configuration is that of %s, but revision %d changed it"
                            .formatted(states.all(configs.getLast().fingerprint()), states.newest()));
        }
    }

    private void report(FlatHistory history, Kind kind, String what) {
        violations.add(new Violation(kind, history.label() + ": " + what));
    }

    private static String shown(FlatHeard.Config config) {
        var text = config.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
