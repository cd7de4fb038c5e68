package io.kakuremichi.control.chaos;

import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.credential.ClientType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** One run from start to report. */
final class ChaosRun {
    /** The combinations of capabilities, from none to all. The last one resumes without deltas. Half of them serve proxies. */
    private static final List<Set<String>> CAPABILITIES = List.of(
            Set.of(),
            Set.of("delta", "proxy"),
            Set.of("delta", "resume", "ack"),
            Set.of("proxy"),
            Set.of("delta"),
            Set.of("resume", "proxy"));

    /** The last of so many speaks the flat dialect. */
    private static final int KINDS = CAPABILITIES.size() + 1;

    private static final int SEVERAL = 4;

    /** The most readings of the end state. Each takes longer than the patience of a writer. */
    private static final int MOST_READINGS = 10;

    /** However slow the machine is. */
    private static final int LEAST_FAULTS = 3;

    private static final List<String> CERTIFIED =
            List.of("one.certified.example", "two.certified.example", "three.certified.example");

    private final ChaosSettings settings;
    private final Tally tally = new Tally();
    private final Queue<ChaosClient> clients = new ConcurrentLinkedQueue<>();
    private final Queue<FlatClient> flatClients = new ConcurrentLinkedQueue<>();
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicInteger newcomers = new AtomicInteger();

    ChaosRun(ChaosSettings settings) {
        this.settings = settings;
    }

    /** Does it all, and returns what was seen. */
    Report run(Path directory) throws Exception {
        try (var site = Site.start(directory);
                var surroundings = new Surroundings(
                        site.replicas().stream().map(replica -> ws(replica)).toList(), tally)) {
            return run(site, surroundings);
        }
    }

    private static java.net.URI ws(Site.Replica replica) {
        return java.net.URI.create(replica.address().toString().replaceFirst("^http", "ws"));
    }

    private Report run(Site site, Surroundings surroundings) throws Exception {
        var job = new Writer.Job(
                new Rest(surroundings.http(), tally),
                site.replicas().stream().map(Site.Replica::address).toList(),
                operations,
                newcomer -> connect(surroundings, newcomer),
                stop);
        var agents = populate(job);
        var log = new Log(site);
        var flat = new FlatConvergence(log, flatClients);
        var convergence = new Convergence(log, clients, flat, tally);
        convergence.reach("the first connections");
        var report = new Report(settings, tally);
        report.memory("rssAtStartKiB", site);

        var writers = startWriters(job, agents);
        letFaultsHappen(site, convergence);
        stop.countDown();
        for (var writer : writers) {
            writer.join();
        }
        var atRest = comeToRest(site, log, convergence, flat);

        report.memory("rssAtEndKiB", site);
        tally.violations().addAll(atRest.violations());
        tally.violations().addAll(HistoryCheck.check(log.epoch(), log.entries(), atRest.histories()));
        var ofFlat = FlatCheck.check(log.entries(), atRest.flatHistories());
        tally.violations().addAll(ofFlat);
        tally.violations().addAll(OperationsCheck.check(log.entries(), operations));
        report.logs(site);
        report.flat(atRest.flatHistories(), ofFlat);
        report.finish(log, atRest.histories(), operations, convergence);
        clients.forEach(ChaosClient::stop);
        flatClients.forEach(FlatClient::stop);
        return report;
    }

    private List<UUID> populate(Writer.Job job) throws InterruptedException {
        var agents = new ConcurrentLinkedQueue<UUID>();
        var creators = new ArrayList<Thread>();
        for (var number = 0; number < 4; number++) {
            var first = number;
            var creator = new Writer("setup-" + number, new Random(number), job, List.of());
            creators.add(start(() -> {
                try {
                    for (var agent = first; agent < settings.agents(); agent += 4) {
                        agents.add(creator.createClient(ClientType.AGENT, "agent-" + agent));
                    }
                    for (var gateway = first; gateway < settings.gateways(); gateway += 4) {
                        creator.createClient(ClientType.GATEWAY, "gateway-" + gateway);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (var creator : creators) {
            creator.join();
        }
        var last = new Writer("setup", new Random(0), job, List.of());
        for (var domain : CERTIFIED) {
            last.createTunnel(domain, agents.element());
        }
        giveSeveralTunnels(last);
        return List.copyOf(agents);
    }

    /** For some agents of the flat dialect, which get their address in only one of them. */
    private void giveSeveralTunnels(Writer writer) throws InterruptedException {
        var some = flatClients.stream()
                .filter(client -> client.type() == ClientType.AGENT)
                .limit(SEVERAL)
                .toList();
        for (var agent : some) {
            for (var number = 0; number < SEVERAL; number++) {
                writer.createTunnel("%d.%s.example".formatted(number, agent.id()), agent.id());
            }
        }
    }

    private void connect(Surroundings surroundings, Writer.NewClient newcomer) {
        var kind = newcomers.getAndIncrement() % KINDS;
        if (kind == CAPABILITIES.size()) {
            var client = new FlatClient(surroundings, newcomer.type(), newcomer.id(), newcomer.apiKey());
            flatClients.add(client);
            client.connect();
            return;
        }
        var wants = CAPABILITIES.get(kind);
        var client = new ChaosClient(surroundings, newcomer.type(), newcomer.id(), newcomer.apiKey(), wants);
        clients.add(client);
        client.connect();
    }

    private List<Thread> startWriters(Writer.Job job, List<UUID> agents) {
        var threads = new ArrayList<Thread>();
        for (var number = 0; number < settings.writers(); number++) {
            var name = "w" + number;
            threads.add(start(new Writer(name, settings.random(name), job, agents)));
        }
        var certifier = new Certifier(settings.random("certificates"), job, CERTIFIED, clients);
        threads.add(start(certifier));
        return threads;
    }

    /** One that breaks is seen in the result. */
    private Thread start(Runnable work) {
        return Thread.ofVirtual()
                .uncaughtExceptionHandler(
                        (thread, failure) -> tally.violated(Violation.Kind.STUCK, "a writer ended by " + failure))
                .start(work);
    }

    private void letFaultsHappen(Site site, Convergence convergence)
            throws IOException, InterruptedException, SQLException {
        var script = Fault.script(settings.random("faults"), site.replicas().size(), settings.longFaults());
        var faults = new Faults(site, tally);
        var end = System.nanoTime() + settings.faults().toNanos();
        for (var number = 0; number < LEAST_FAULTS || System.nanoTime() < end; number++) {
            var planned = script.next();
            faults.happen(planned);
            convergence.reach(planned.fault().toString());
            // The script's own time, and no waiting for something: everything has converged.
            Thread.sleep(planned.after());
        }
    }

    /** What was seen while the log did not grow. */
    private record AtRest(
            List<Violation> violations, List<ConnectionHistory> histories, List<FlatHistory> flatHistories) {}

    /**
     * Waits until nothing is committed any more, every client has everything, and every replica says so. A call that its writer
     * gave up may still be committed, and a certificate that a gateway sent last may still be stored, while the others are awaited or
     * while the end state is read. What was read then is discarded.
     */
    private AtRest comeToRest(Site site, Log log, Convergence convergence, FlatConvergence flat)
            throws SQLException, IOException {
        for (var attempt = 0; attempt < MOST_READINGS; attempt++) {
            convergence.reach("the end");
            // Not the head of the log, which is read on while clients of the flat dialect are awaited.
            var expected = convergence.revision();
            var endState = new EndState(site, convergence, flat);
            awaitEverybody(site, endState);
            var seen = new AtRest(endState.check(), histories(), flatHistories());
            log.advance();
            if (log.head() == expected) {
                return seen;
            }
        }
        throw new AssertionError("changes are still committed although all writers have ended");
    }

    private List<ConnectionHistory> histories() {
        return clients.stream().flatMap(client -> client.histories().stream()).toList();
    }

    private List<FlatHistory> flatHistories() {
        return flatClients.stream()
                .flatMap(client -> client.histories().stream())
                .toList();
    }

    private void awaitEverybody(Site site, EndState endState) throws SQLException, IOException {
        var everybody = endState.everybody();
        try {
            await("everybody to be online")
                    .atMost(Duration.ofSeconds(45))
                    .until(() -> EndState.ids(site.api(0), "clients").equals(everybody));
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            tally.count("suspicious: not everybody online after 45 s");
        }
    }
}
