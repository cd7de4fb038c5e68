package io.kakuremichi.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlProcess;
import io.kakuremichi.control.harness.EnrollingMachines;
import io.kakuremichi.control.harness.ExternalDatabase;
import io.kakuremichi.control.harness.TcpProxy;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.network.WireGuardKeyPair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas over one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplicasIT {
    /** Of the replica that is to lose it in these tests; the others have the default. */
    private static final Duration LEASE = Duration.ofSeconds(4);

    /** What {@code protocol.md} gives a dead replica. */
    private static final Duration OFFLINE_AFTER = Duration.ofSeconds(15);

    private static final String EPHEMERAL_INTERVAL = "KAKUREMICHI_ENROLLMENT_EPHEMERAL_INTERVAL";

    @TempDir
    static Path directory;

    private ExternalDatabase database;
    private TcpProxy wayOfOne;
    private TcpProxy wayOfTwo;
    private ControlProcess one;
    private ControlProcess two;

    @BeforeAll
    void start() throws Exception {
        database = ExternalDatabase.start(directory.resolve("database"));
        wayOfOne = database.proxy();
        wayOfTwo = database.proxy();
        one = database.replica(
                "one",
                wayOfOne,
                Map.of("KAKUREMICHI_PRESENCE_LEASE", LEASE.toMillis() + "ms", EPHEMERAL_INTERVAL, "1s"));
        // As Kubernetes hands it out: the password in a file.
        var passwordFile = directory.resolve("database").resolve("postgres-password");
        two = database.replica(
                "two",
                wayOfTwo,
                Map.of(
                        EPHEMERAL_INTERVAL,
                        "1s",
                        "QUARKUS_DATASOURCE_PASSWORD",
                        "",
                        "KAKUREMICHI_DATABASE_PASSWORD_FILE",
                        passwordFile.toString()));
    }

    @AfterAll
    void stop() throws Exception {
        one.close();
        two.close();
        wayOfOne.close();
        wayOfTwo.close();
        database.close();
    }

    @Test
    void changesOnEitherReachSocketsOnBothInOrder() {
        var agent = one.api().createAgent().connect();
        var gateways = List.of(
                one.api().createGateway().connect(), two.api().createGateway().connect());
        var created = new ArrayList<UUID>();

        for (var i = 0; i < 40; i++) {
            created.add((i % 2 == 0 ? one : two).api().createTunnel(ControlApi.uniqueDomain(), agent));
        }

        for (var client : List.of(agent, gateways.getFirst(), gateways.getLast())) {
            await("all tunnels at " + client).untilAsserted(() -> assertThat(client.messages("tunnel_create").stream()
                            .map(message -> UUID.fromString(
                                    message.path("data").path("id").asText())))
                    .containsExactlyElementsOf(created));
            assertThat(client.messages("tunnel_create").stream()
                            .map(message -> message.path("revision").asLong()))
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void eachListsTheClientsOfBothWithTheirReplica() {
        var here = one.api().createAgent().connect();
        var there = two.api().createGateway().connect();

        for (var control : List.of(one, two)) {
            assertThat(replicaOf(control, here)).isEqualTo("one");
            assertThat(replicaOf(control, there)).isEqualTo("two");
        }
    }

    @Test
    void enrollmentIsRepeatedOnTheOtherReplicaUntilTheClientAuthenticates() {
        var machines = EnrollingMachines.of(List.of(one, two), "");
        var publicKey = WireGuardKeyPair.generate().publicKey();
        var apiKey = machines.apiKey(one, publicKey);

        assertThat(machines.apiKey(two, publicKey)).isEqualTo(apiKey);

        two.api().clientWithKey("agent", apiKey).openWithBearer().awaits("auth_success");
        assertThat(machines.bySocket(one, publicKey).awaitsClose()).isEqualTo(4401);
    }

    @Test
    void schedulesOfBothRemoveEachEphemeralClientOnce() throws Exception {
        var machines = EnrollingMachines.of(List.of(one, two), ", \"uses\": null, \"ephemeral\": true");
        var before = machines.removed();
        var connected = machines.connected();
        var absent = machines.absent(5);

        // Shorter than a key allows.
        database.execute("UPDATE agents SET ephemeral_after_seconds = 1 WHERE ephemeral_after_seconds IS NOT NULL");

        await().untilAsserted(() -> assertThat(absent)
                .allMatch(id -> two.api().get("/api/agents/" + id).status() == 404));
        await().untilAsserted(() -> assertThat(machines.removed() - before).isEqualTo(absent.size()));
        assertThat(absent).allMatch(id -> machines.removals(id) == 1);
        assertThat(connected.isOpen()).isTrue();
        connected.close();
        await().untilAsserted(() -> assertThat(machines.removed() - before).isEqualTo(absent.size() + 1));
    }

    @Test
    void connectionOnTheOtherReplicaReplacesTheOlderOne() {
        for (var client : List.of(one.api().createAgent(), one.api().createGateway())) {
            var older = awaitsWritten(client.connect());

            var newer = older.at(two.api()).connect();

            assertThat(older.awaitsClose()).isEqualTo(4409);
            assertThat(newer.isOpen()).isTrue();
            assertThat(replicaOf(one, newer)).isEqualTo("two");
        }
    }

    @Test
    void olderConnectionEndsAlsoWhenWordOfTheNewerOneIsLost() {
        var older = awaitsWritten(one.api().createAgent().connect());
        wayOfOne.cut();
        TestClient newer;
        try {
            newer = older.at(two.api()).connect();
            assertThat(older.isOpen()).isTrue();
        } finally {
            wayOfOne.restore();
        }

        assertThat(older.awaitsClose()).isEqualTo(4409);
        assertThat(newer.isOpen()).isTrue();
        assertThat(status(one, newer)).isEqualTo("online");
    }

    @Test
    void clientsThatRaceForOneKeyOnBothLeaveExactlyOne() throws Exception {
        var agent = one.api().createAgent();
        var racers = new ArrayList<TestClient>();
        for (var i = 0; i < 20; i++) {
            racers.add(agent.at((i % 2 == 0 ? one : two).api()));
        }

        var races = racers.stream()
                .map(racer -> Thread.startVirtualThread(() -> racer.open().auth()))
                .toList();
        for (var race : races) {
            race.join();
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(racers).filteredOn(TestClient::isOpen).hasSize(1));
        var winner = racers.stream().filter(TestClient::isOpen).findFirst().orElseThrow();
        winner.awaitConfig();
        assertThat(status(one, winner)).isEqualTo("online");
        assertThat(racers).filteredOn(racer -> racer != winner).allSatisfy(racer -> assertThat(racer.awaitsClose())
                .isEqualTo(4409));
    }

    @Test
    void clientsOfAKilledReplicaAreOfflineInTimeAndOthersStay() throws Exception {
        var stays = one.api().createAgent().connect();
        try (var way = database.proxy();
                var third = database.replica("third", way)) {
            var lost = List.of(
                    third.api().createAgent().connect(),
                    third.api().createGateway().connect());
            var moves = third.api().createAgent().connect();

            third.kill();
            moves.at(two.api()).connect();

            await().atMost(OFFLINE_AFTER).untilAsserted(() -> assertThat(lost)
                    .allSatisfy(client -> assertThat(status(two, client)).isEqualTo("offline")));
            assertThat(status(two, moves)).isEqualTo("online");
            assertThat(status(two, stays)).isEqualTo("online");
        }
        await().untilAsserted(() -> assertThat(database.query("SELECT count(*) FROM replicas WHERE name = 'third'"))
                .isEqualTo("0"));
    }

    @Test
    void replicaThatStoodStillCatchesUpAndTakesItsClientsBack() throws Exception {
        var idle = awaitsWritten(one.api().createAgent().connect());
        var gateway = one.api().createGateway().connect();
        var moved = one.api().createAgent().connect();
        var other = two.api().createAgent().connect();
        one.suspend();
        UUID tunnel;
        TestClient newer;
        try {
            await("the lease to run out").atMost(LEASE.plus(OFFLINE_AFTER)).until(() -> status(two, idle)
                    .equals("offline"));
            tunnel = two.api().createTunnel(ControlApi.uniqueDomain(), other);
            newer = moved.at(two.api()).connect();
        } finally {
            one.resume();
        }

        gateway.awaits("tunnel_create", data -> data.path("id").asText().equals(tunnel.toString()));
        assertThat(moved.awaitsClose()).isEqualTo(4409);
        // No message since, and still online.
        await().untilAsserted(() -> assertThat(List.of(idle, gateway, newer))
                .allSatisfy(client -> assertThat(status(two, client)).isEqualTo("online")));
        assertThat(idle.isOpen()).isTrue();
        assertThat(gateway.isOpen()).isTrue();
        assertThat(replicaOf(two, idle)).isEqualTo("one");
    }

    @Test
    void replicaCutFromTheDatabaseForLongerThanItsLeaseTakesItsClientsBack() {
        var idle = awaitsWritten(one.api().createAgent().connect());
        wayOfOne.cut();
        try {
            await("the lease to run out").atMost(LEASE.plus(OFFLINE_AFTER)).until(() -> status(two, idle)
                    .equals("offline"));
        } finally {
            wayOfOne.restore();
        }

        await().untilAsserted(() -> assertThat(status(two, idle)).isEqualTo("online"));
        assertThat(idle.isOpen()).isTrue();
    }

    @Test
    void lateLeaveNeverEndsTheNewerSession() throws Exception {
        var older = one.api().createAgent().connect();
        one.suspend();
        TestClient newer;
        try {
            older.cut();
            newer = older.at(two.api()).connect();
        } finally {
            one.resume();
        }

        // Leaves are written in order: when this one is offline, the late one is written too.
        var probe = one.api().createAgent().connect();
        probe.close();
        await().until(() -> status(one, probe).equals("offline"));
        assertThat(status(two, newer)).isEqualTo("online");
        assertThat(newer.isOpen()).isTrue();
    }

    private static String status(ControlProcess control, TestClient client) {
        var kind = client.isAgent() ? "agents" : "gateways";
        return control.api().get("/api/" + kind + "/" + client.id()).expect(200).text("status");
    }

    /** Waits until all is written that is new of a client which says nothing more: from then on, no renewal touches it. */
    private TestClient awaitsWritten(TestClient client) {
        var revision = client.awaits("config").path("revision").asText();
        await().until(() -> listed(two, client, "revision").equals(revision));
        return client;
    }

    private static String replicaOf(ControlProcess control, TestClient client) {
        return listed(control, client, "replica");
    }

    private static String listed(ControlProcess control, TestClient client, String field) {
        var clients = control.api().get("/api/clients?id=" + client.id()).expect(200);
        return clients.json().at("/clients/0").path(field).asText("none");
    }
}
