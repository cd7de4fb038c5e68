package io.kakuremichi.control.harness;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An agent or gateway with a key: connects, records every message of the current connection, and keeps the tunnels it was told
 * of as a client does (a config replaces them, messages change them).
 */
public final class TestClient {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final ScheduledExecutorService HEARTBEATS = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("heartbeats").daemon().factory());

    private final ControlApi control;
    private final String type;
    private final UUID id;
    private final String apiKey;
    private final JsonNode created;
    private volatile TestConnection connection;

    TestClient(ControlApi control, String type, UUID id, String apiKey, JsonNode created) {
        this.control = control;
        this.type = type;
        this.id = id;
        this.apiKey = apiKey;
        this.created = created;
    }

    public UUID id() {
        return id;
    }

    public String apiKey() {
        return apiKey;
    }

    public boolean isAgent() {
        return type.equals("agent");
    }

    /** The answer that created it. */
    public JsonNode created() {
        return created;
    }

    /** The same client, to hold a second connection with. */
    public TestClient twin() {
        return new TestClient(control, type, id, apiKey, created);
    }

    /** The same client, connecting to another Control. */
    public TestClient at(ControlApi other) {
        return new TestClient(other, type, id, apiKey, created);
    }

    /** The same client with another key. */
    public TestClient withKey(String otherKey) {
        return new TestClient(control, type, id, otherKey, created);
    }

    /** Opens the socket, authenticates and waits for the first config. */
    public TestClient connect() {
        return open("/ws?type=" + type).auth().awaitConfig();
    }

    /** Only opens the socket. */
    public TestClient open() {
        return open("/ws?type=" + type);
    }

    /** Opens a socket with the key in the handshake, which needs no {@code auth}. */
    public TestClient openWithBearer() {
        return openWithBearer("/ws?type=" + type);
    }

    /** Opens a socket with the key in the handshake, at that path. */
    public TestClient openWithBearer(String pathAndQuery) {
        return open(pathAndQuery, "Authorization", "Bearer " + apiKey);
    }

    /** Opens a socket with headers: names and values in turn. */
    public TestClient open(String pathAndQuery, String... headers) {
        connection = TestConnection.open(control, pathAndQuery, headers);
        return this;
    }

    public TestClient auth() {
        return send("auth", Map.of("apiKey", apiKey));
    }

    /** Opens a socket and authenticates with capabilities. */
    public TestClient openWith(String... capabilities) {
        return open().send("auth", Map.of("apiKey", apiKey, "capabilities", List.of(capabilities)));
    }

    /** Opens a socket and goes on after a revision. */
    public TestClient resume(String epoch, long revision, String... capabilities) {
        return open().send(
                        "auth",
                        Map.of(
                                "apiKey",
                                apiKey,
                                "capabilities",
                                List.of(capabilities),
                                "resume",
                                Map.of("epoch", epoch, "revision", revision)));
    }

    /** The epoch of the current connection. */
    public String epoch() {
        return awaits("auth_success").path("data").path("epoch").asText();
    }

    /** The last revision of the current connection. */
    public long revision() {
        return messages().stream()
                .mapToLong(message -> message.path("revision").asLong(0))
                .max()
                .orElse(0);
    }

    public TestClient heartbeat() {
        return send("heartbeat", Map.of("timestamp", System.currentTimeMillis()));
    }

    public TestClient send(String messageType, Map<String, ?> data) {
        return sendRaw(ControlApi.JSON
                .valueToTree(Map.of("type", messageType, "data", data))
                .toString());
    }

    public TestClient sendRaw(String text) {
        connection.sendText(text);
        return this;
    }

    /** A ping of the WebSocket protocol, which says nothing of Control's. */
    public TestClient sendPing() {
        connection.socket().sendPing(ByteBuffer.allocate(0)).join();
        return this;
    }

    /** Sends heartbeats in the background until this connection ends. */
    public TestClient heartbeatEvery(Duration period) {
        var beating = connection;
        var heartbeat = "{\"type\":\"heartbeat\",\"data\":{\"timestamp\":1}}";
        // The first send that fails ends it.
        HEARTBEATS.scheduleAtFixedRate(
                () -> beating.sendText(heartbeat), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Waits until everything sent so far was handled, by asking for what does not exist. Costs one error. */
    public TestClient awaitsHandled() {
        var probe = ControlApi.uniqueName("probe");
        send(probe, Map.of());
        awaits("error", error -> error.path("message").asText().contains(probe));
        return this;
    }

    public TestClient sendBinary(byte[] bytes) {
        connection.socket().sendBinary(ByteBuffer.wrap(bytes), true).join();
        return this;
    }

    /** Sends a text in two frames. */
    public TestClient sendFragmented(String first, String second) {
        connection.socket().sendText(first, false).join();
        connection.socket().sendText(second, true).join();
        return this;
    }

    public TestClient awaitConfig() {
        awaits("config");
        return this;
    }

    /** Waits for a message of that type on the current connection and returns the first. */
    public JsonNode awaits(String messageType) {
        return awaits(messageType, data -> true);
    }

    /**
     * Waits for a message of that type whose data match, on the current connection, and returns the first. Fails at once, with
     * what did come, when the connection has ended without it.
     */
    public JsonNode awaits(String messageType, Predicate<JsonNode> data) {
        return await("a " + messageType + " for " + this)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .failFast(() -> {
                    if (!isOpen() && first(messageType, data) == null) {
                        throw new AssertionError(
                                this + " was closed with " + connection.closeCode() + " after " + messageTypes());
                    }
                })
                .until(() -> first(messageType, data), found -> found != null);
    }

    private @Nullable JsonNode first(String messageType, Predicate<JsonNode> data) {
        return messages().stream()
                .filter(message -> message.path("type").asText().equals(messageType) && data.test(message.path("data")))
                .findFirst()
                .orElse(null);
    }

    /** Waits until the server closed the connection, and returns the code; 1006 for a cut without a close frame. */
    public int awaitsClose() {
        await("the close of " + this)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> connection.closeCode() != 0);
        return connection.closeCode();
    }

    /** Completes with the code when the current connection ends. */
    public CompletableFuture<Integer> closed() {
        return connection.closed();
    }

    public boolean isOpen() {
        return connection.closeCode() == 0;
    }

    /** All messages of the current connection, in order. */
    public List<JsonNode> messages() {
        return List.copyOf(connection.messages());
    }

    /** All messages of one type on the current connection, in order. */
    public List<JsonNode> messages(String messageType) {
        return messages().stream()
                .filter(message -> message.path("type").asText().equals(messageType))
                .toList();
    }

    /** The types of all messages of the current connection, in order. */
    public List<String> messageTypes() {
        return messages().stream().map(message -> message.path("type").asText()).toList();
    }

    /** The tunnels as a client without capabilities has them now: id to the last received item. */
    public Map<String, JsonNode> tunnels() {
        var tunnels = new TreeMap<String, JsonNode>();
        for (var message : messages()) {
            var data = message.path("data");
            switch (message.path("type").asText()) {
                case "config" -> {
                    tunnels.clear();
                    data.path("tunnels")
                            .forEach(tunnel -> tunnels.put(tunnel.path("id").asText(), tunnel));
                }
                case "tunnel_create", "tunnel_update" ->
                    tunnels.put(data.path("id").asText(), data);
                case "tunnel_delete" -> tunnels.remove(data.path("id").asText());
                default -> {
                    // Says nothing of tunnels.
                }
            }
        }
        return tunnels;
    }

    /** Closes properly. */
    public void close() {
        connection.socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    /** Cuts the connection without a word. */
    public void cut() {
        connection.socket().abort();
    }

    /** Takes nothing more from the socket. */
    public void stopReading() {
        connection.stopReading();
    }

    @Override
    public String toString() {
        return type + " " + id;
    }

    /** The server answered the upgrade with an HTTP status. */
    public static final class UpgradeRefused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int status;
        private final transient HttpHeaders headers;

        UpgradeRefused(int status, HttpHeaders headers) {
            super("the upgrade was refused with " + status);
            this.status = status;
            this.headers = headers;
        }

        public int status() {
            return status;
        }

        /** A header of the answer; null when it has none of that name. */
        public String header(String name) {
            return headers.firstValue(name).orElse(null);
        }
    }
}
