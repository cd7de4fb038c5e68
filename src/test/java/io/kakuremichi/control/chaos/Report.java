package io.kakuremichi.control.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a run did and saw, for people and as JSON. */
final class Report {
    private static final Path FILE = Path.of("target", "chaos", "report.json");
    private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern WARNING = Pattern.compile("^\\S+ \\S+ (WARN|ERROR) +\\[");
    private static final Pattern PARTICULARS = Pattern.compile("\\([\\w-]*\\)|<.*|\\b[0-9a-f-]*\\d[0-9a-f-]*\\b");
    private static final int SHOWN = 40;
    private static final int SHOWN_OF_A_LINE = 160;

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Tally tally;
    private final long began = System.nanoTime();

    Report(ChaosSettings settings, Tally tally) {
        this.tally = tally;
        values.put("seed", settings.seed());
        values.put("minutesOfFaults", settings.faults().toSeconds() / 60.0);
        values.put("agents", settings.agents());
        values.put("gateways", settings.gateways());
        values.put("writers", settings.writers());
    }

    /** The resident memory of each replica, now. */
    void memory(String name, Site site) throws IOException {
        var byReplica = new TreeMap<String, Long>();
        for (var replica : site.replicas()) {
            var status = Files.readString(
                    Path.of("/proc", String.valueOf(replica.process().pid()), "status"));
            var rss = RSS.matcher(status);
            byReplica.put(replica.name, rss.find() ? Long.parseLong(rss.group(1)) : 0);
        }
        values.put(name, byReplica);
    }

    /** Lines of warnings and errors in the replicas' logs, how often each. */
    void logs(Site site) {
        var lines = new TreeMap<String, Integer>();
        for (var replica : site.replicas()) {
            replica.logs().lines().filter(line -> WARNING.matcher(line).find()).forEach(line -> {
                var what =
                        PARTICULARS.matcher(line.substring(line.indexOf('['))).replaceAll("…");
                lines.merge(
                        what.length() <= SHOWN_OF_A_LINE ? what : what.substring(0, SHOWN_OF_A_LINE), 1, Integer::sum);
            });
        }
        values.put("warningsInLogs", lines);
    }

    /** Of the clients of the flat dialect. */
    void flat(Collection<FlatHistory> histories, Collection<Violation> violations) {
        values.put(
                "flatClients",
                histories.stream().map(FlatHistory::client).distinct().count());
        values.put("flatConnections", histories.size());
        values.put("flatConnectionsLive", count(histories, FlatHistory::live));
        values.put(
                "flatConfigsChecked",
                histories.stream()
                        .mapToLong(each -> count(each.heard(), FlatHeard.Config.class::isInstance))
                        .sum());
        values.put("flatHeard", tally.counts("flat heard "));
        values.put("flatErrors", tally.counts("flat error "));
        values.put("flatAuthErrors", tally.counts("flat auth_error "));
        values.put("flatCloseCodes", tally.counts("flat close "));
        values.put("flatUpgradesRefused", tally.counts("flat upgrade refused").getOrDefault("", 0L));
        values.put("flatViolations", violations.size());
    }

    void finish(
            Log log,
            Collection<ConnectionHistory> histories,
            Collection<Operation> operations,
            Convergence convergence) {
        var asked = new TreeMap<String, Long>();
        operations.forEach(each -> asked.merge(each.kind() + " " + each.outcome(), 1L, Long::sum));
        values.put("seconds", (System.nanoTime() - began) / 1_000_000_000);
        values.put("changesInTheLog", log.head());
        values.put("operations", asked);
        values.put("operationsSentMoreThanOnce", count(operations, each -> each.attempts() > 1));
        values.put("answers", tally.counts("answer "));
        values.put("faults", tally.counts("fault "));
        values.put("connections", histories.size());
        values.put("connectionsResumed", tally.counts("client resumes").getOrDefault("", 0L));
        values.put("closeCodes", tally.counts("close "));
        values.put("upgradesRefused", tally.counts("upgrade refused "));
        values.put("authErrors", tally.counts("auth_error "));
        values.put("errors", tally.counts("error "));
        values.put(
                "silentControlGivenUp",
                tally.counts("clients gave a silent Control up").getOrDefault("", 0L));
        values.put("heard", tally.counts("heard "));
        values.put(
                "messagesChecked",
                histories.stream()
                        .mapToLong(each -> count(each.heard(), Heard.Message.class::isInstance))
                        .sum());
        values.put(
                "configsChecked",
                histories.stream()
                        .mapToLong(each -> count(each.heard(), Heard.Config.class::isInstance))
                        .sum());
        values.put("longestConvergenceMillis", convergence.longestMillis());
        values.put("medianConvergenceMillis", convergence.medianMillis());
        values.put("longestConvergenceMillisSince", convergence.longestMillisSince());
        values.put("suspicious", tally.counts("suspicious: "));
        for (var kind : Violation.Kind.values()) {
            values.put("violations" + kind, count(tally.violations(), each -> each.kind() == kind));
        }
        values.put("violations", violations());
    }

    private static <T> long count(Collection<T> all, java.util.function.Predicate<T> which) {
        return all.stream().filter(which).count();
    }

    /** The first of them. */
    List<String> violations() {
        return tally.violations().stream().limit(SHOWN).map(Violation::toString).toList();
    }

    Path write() throws IOException {
        Files.createDirectories(FILE.getParent());
        Items.JSON.writerWithDefaultPrettyPrinter().writeValue(FILE.toFile(), values);
        return FILE;
    }

    @Override
    public String toString() {
        var text = new StringBuilder("Chaos report\n");
        values.forEach((name, value) ->
                text.append("  ").append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }
}
