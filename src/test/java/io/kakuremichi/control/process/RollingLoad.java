package io.kakuremichi.control.process;

import static org.awaitility.Awaitility.await;

import io.kakuremichi.control.harness.Bodies.TunnelBody;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.TestClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A writer, and clients that reconnect as {@code protocol.md} says, each time to any of the replicas. */
final class RollingLoad implements AutoCloseable {
    private static final int LONGEST_WAIT_MS = 3_000;
    private static final int RETRY_MS = 200;

    private final TestClient owner;
    private final Map<String, ControlApi> replicas = new ConcurrentHashMap<>();
    private final Map<UUID, TestClient> clients = new ConcurrentHashMap<>();
    private final Set<Integer> closeCodes = ConcurrentHashMap.newKeySet();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private Thread writer;
    private volatile boolean writing = true;
    private volatile boolean connecting = true;

    RollingLoad(TestClient owner) {
        this.owner = owner;
    }

    /** From now on the replica of that name is this one. */
    void serves(String name, ControlApi replica) {
        replicas.put(name, replica);
    }

    /** Connects clients and waits until they are. */
    void connect(Collection<TestClient> all) {
        all.forEach(this::connect);
        await().until(() -> clients.size() == all.size()
                && clients.values().stream()
                        .noneMatch(client -> client.messages("config").isEmpty()));
    }

    private void connect(TestClient client) {
        if (!connecting) {
            return;
        }
        try {
            var connected = client.at(any()).open().auth();
            clients.put(client.id(), connected);
            connected.closed().thenAccept(code -> {
                closeCodes.add(code);
                later(client, ThreadLocalRandom.current().nextInt(LONGEST_WAIT_MS));
            });
        } catch (RuntimeException refused) {
            later(client, RETRY_MS);
        }
    }

    private void later(TestClient client, int delayMs) {
        CompletableFuture.delayedExecutor(delayMs, TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(() -> connect(client));
    }

    /** Creates tunnels until told to stop. */
    void write() {
        writer = Thread.startVirtualThread(() -> {
            while (writing) {
                var tunnel = new TunnelBody(ControlApi.uniqueDomain(), owner.id(), "localhost:80");
                try {
                    var answer = any().post("/api/tunnels", tunnel);
                    if (answer.status() == 201) {
                        answered.add(answer.text("id"));
                    }
                } catch (UncheckedIOException stopped) {
                    // That replica is gone; the next call goes to any.
                }
            }
        });
    }

    void stopWriting() throws InterruptedException {
        writing = false;
        writer.join(Duration.ofSeconds(30));
    }

    private ControlApi any() {
        var all = List.copyOf(replicas.values());
        return all.get(ThreadLocalRandom.current().nextInt(all.size()));
    }

    Collection<TestClient> clients() {
        return clients.values();
    }

    /** The tunnels whose creation was confirmed. */
    Set<String> answered() {
        return answered;
    }

    /** The codes with which connections ended. */
    Set<Integer> closeCodes() {
        return Set.copyOf(closeCodes);
    }

    @Override
    public void close() {
        connecting = false;
        writing = false;
    }
}
