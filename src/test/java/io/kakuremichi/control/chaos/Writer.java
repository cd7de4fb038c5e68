package io.kakuremichi.control.chaos;

import io.kakuremichi.control.chaos.Operation.Kind;
import io.kakuremichi.control.chaos.Operation.Outcome;
import io.kakuremichi.control.credential.ClientType;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Makes changes over REST, one after the other, each at a random replica, and records the responses. The requests
 * depend on the seed and on which earlier operations succeeded.
 */
final class Writer implements Runnable {
    private static final int MOST_ATTEMPTS = 15;
    private static final int MOST_TUNNELS = 60;
    private static final int MOST_CLIENTS = 4;

    private final String name;
    private final Random random;
    private final Rest rest;
    private final List<URI> replicas;
    private final List<UUID> agents;
    private final Queue<Operation> operations;
    private final Consumer<NewClient> newcomers;
    private final CountDownLatch stop;

    private final List<UUID> tunnels = new ArrayList<>();
    private final Map<ClientType, List<UUID>> clients = new HashMap<>();
    private int serial;

    /** A client that this writer created. */
    record NewClient(ClientType type, UUID id, String apiKey) {}

    /** What all writers share; the stop ends them. */
    record Job(
            Rest rest,
            List<URI> replicas,
            Queue<Operation> operations,
            Consumer<NewClient> newcomers,
            CountDownLatch stop) {}

    /**
     * @param agents that are never deleted, and may get tunnels from every writer
     */
    Writer(String name, Random random, Job job, List<UUID> agents) {
        this.name = name;
        this.random = random;
        this.rest = job.rest();
        this.replicas = job.replicas();
        this.operations = job.operations();
        this.newcomers = job.newcomers();
        this.stop = job.stop();
        this.agents = agents;
        for (var type : ClientType.values()) {
            clients.put(type, new ArrayList<>());
        }
    }

    @Override
    public void run() {
        try {
            while (!stop.await(random.nextInt(20, 160), TimeUnit.MILLISECONDS)) {
                operate();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void operate() throws InterruptedException {
        var dice = random.nextInt(100);
        if (dice < 3) {
            createClient(ClientType.AGENT);
        } else if (dice < 4) {
            createClient(ClientType.GATEWAY);
        } else if (dice < 7) {
            renameClient(ClientType.AGENT);
        } else if (dice < 9) {
            renameClient(ClientType.GATEWAY);
        } else if (dice < 10) {
            deleteClient(ClientType.AGENT);
        } else if (dice < 11) {
            deleteClient(ClientType.GATEWAY);
        } else if (dice < 14) {
            rotateKey();
        } else if (tunnels.isEmpty() || dice < 45 && tunnels.size() < MOST_TUNNELS) {
            createTunnel();
        } else if (dice < 70) {
            patchTunnel(
                    Kind.CHANGE_TUNNEL,
                    Map.of("enabled", random.nextBoolean(), "socksProxyEnabled", random.nextBoolean()));
        } else if (dice < 82) {
            patchTunnel(Kind.MOVE_TUNNEL, Map.of("agentId", someAgent()));
        } else {
            var id = tunnels.remove(random.nextInt(tunnels.size()));
            delete(Kind.DELETE_TUNNEL, "/api/tunnels/" + id, id);
        }
    }

    private UUID someAgent() {
        var own = clients.get(ClientType.AGENT);
        var all = new ArrayList<>(agents);
        all.addAll(own);
        return all.get(random.nextInt(all.size()));
    }

    /** Creates a client and passes it on with its key, to be connected. */
    void createClient(ClientType type) throws InterruptedException {
        var own = clients.get(type);
        if (own.size() < MOST_CLIENTS) {
            var created = createClient(type, tag());
            if (created != null) {
                own.add(created);
            }
        }
    }

    /** Null without a response, because its key is then unknown. */
    UUID createClient(ClientType type, String clientName) throws InterruptedException {
        var kind = type == ClientType.AGENT ? Kind.CREATE_AGENT : Kind.CREATE_GATEWAY;
        var answer = create(kind, path(type), Map.of("name", clientName), clientName);
        if (answer == null) {
            return null;
        }
        var id = UUID.fromString(answer.json().path("id").asText());
        newcomers.accept(new NewClient(type, id, answer.json().path("apiKey").asText()));
        return id;
    }

    private void renameClient(ClientType type) throws InterruptedException {
        var own = clients.get(type);
        if (own.isEmpty()) {
            return;
        }
        var id = own.get(random.nextInt(own.size()));
        var tag = tag();
        var kind = type == ClientType.AGENT ? Kind.RENAME_AGENT : Kind.RENAME_GATEWAY;
        request(kind, "PATCH", path(type) + "/" + id, Map.of("name", tag), tag, id);
    }

    private void deleteClient(ClientType type) throws InterruptedException {
        var own = clients.get(type);
        if (!own.isEmpty()) {
            var id = own.remove(random.nextInt(own.size()));
            delete(type == ClientType.AGENT ? Kind.DELETE_AGENT : Kind.DELETE_GATEWAY, path(type) + "/" + id, id);
        }
    }

    /** Makes configurations and, once the new key is confirmed, a change; which of them, nobody is answered. */
    private void rotateKey() throws InterruptedException {
        rest.call(replica(), "POST", "/api/agents/" + someAgent() + "/wireguard-key", null, null);
    }

    private static String path(ClientType type) {
        return "/api/" + type.wireName() + "s";
    }

    /** A tunnel that stays. */
    void createTunnel(String domain, UUID agent) throws InterruptedException {
        create(
                Kind.CREATE_TUNNEL,
                "/api/tunnels",
                Map.of("domain", domain, "agentId", agent, "target", tag() + ":80"),
                domain);
    }

    private void createTunnel() throws InterruptedException {
        var domain = tag() + ".example";
        var answer = create(
                Kind.CREATE_TUNNEL,
                "/api/tunnels",
                Map.of("domain", domain, "agentId", someAgent(), "target", tag() + ":80"),
                domain);
        if (answer != null) {
            tunnels.add(UUID.fromString(answer.json().path("id").asText()));
        }
    }

    private void patchTunnel(Kind kind, Map<String, ?> what) throws InterruptedException {
        var id = tunnels.get(random.nextInt(tunnels.size()));
        var target = tag() + ":80";
        var body = new HashMap<String, Object>(what);
        body.put("target", target);
        request(kind, "PATCH", "/api/tunnels/" + id, body, target, id);
    }

    private void delete(Kind kind, String path, UUID id) throws InterruptedException {
        request(kind, "DELETE", path, null, "", id);
    }

    private Rest.Answer create(Kind kind, String path, Map<String, ?> body, String tag) throws InterruptedException {
        return request(kind, "POST", path, body, tag, null);
    }

    /** Repeats until there is an answer, or too often; null when it was no success. */
    private Rest.Answer request(Kind kind, String method, String path, Map<String, ?> body, String tag, UUID subject)
            throws InterruptedException {
        var key = kind.isCreation() ? "key-" + tag : null;
        var last = "no answer";
        for (var attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            var answer = rest.call(replica(), method, path, body, key).orElse(null);
            if (answer != null && answer.isSuccess()) {
                var id = subject == null
                        ? UUID.fromString(answer.json().path("id").asText())
                        : subject;
                operations.add(new Operation(kind, Outcome.DONE, tag, id, attempt, String.valueOf(answer.status())));
                if (kind.isCreation() && random.nextInt(10) == 0) {
                    repeat(path, body, key);
                }
                return answer;
            }
            if (answer != null && answer.isRefusal()) {
                var outcome = attempt == 1 ? Outcome.REFUSED : Outcome.UNKNOWN;
                operations.add(new Operation(kind, outcome, tag, subject, attempt, answer.toString()));
                return null;
            }
            last = answer == null ? "no answer" : answer.toString();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(100, 600));
        }
        operations.add(new Operation(kind, Outcome.UNKNOWN, tag, subject, MOST_ATTEMPTS, last));
        return null;
    }

    /** As a client does that lost the answer. Whether it made something new is seen in the log. */
    private void repeat(String path, Map<String, ?> body, String key) throws InterruptedException {
        rest.call(replica(), "POST", path, body, key);
    }

    private URI replica() {
        return replicas.get(random.nextInt(replicas.size()));
    }

    private String tag() {
        return name + "-" + serial++;
    }
}
