package io.kakuremichi.control.harness;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * An agent or gateway with a key: connects, records every message of the current connection, and keeps the tunnels it was told
 * of as a client does (a config replaces them, messages change them).
 */
public final class TestClient {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ControlApi control;
    private final String type;
    private final UUID id;
    private final String apiKey;
    private final JsonNode created;
    private volatile Connection connection;

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

    /** Only opens a socket, at that path. */
    public TestClient open(String pathAndQuery) {
        connection = Connection.open(control.base(), pathAndQuery);
        return this;
    }

    public TestClient auth() {
        return send("auth", Map.of("apiKey", apiKey));
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
        connection.socket.sendText(text, true).join();
        return this;
    }

    public TestClient sendBinary(byte[] bytes) {
        connection.socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
        return this;
    }

    /** Sends a text in two frames. */
    public TestClient sendFragmented(String first, String second) {
        connection.socket.sendText(first, false).join();
        connection.socket.sendText(second, true).join();
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

    /** Waits for a message of that type whose data match, on the current connection, and returns the first. */
    public JsonNode awaits(String messageType, Predicate<JsonNode> data) {
        return await("a " + messageType + " for " + this)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> messages().stream()
                                .filter(message -> message.path("type").asText().equals(messageType)
                                        && data.test(message.path("data")))
                                .findFirst()
                                .orElse(null),
                        found -> found != null);
    }

    /** Waits until the server closed the connection, and returns the code; 1006 for a cut without a close frame. */
    public int awaitsClose() {
        await("the close of " + this)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> connection.closeCode != 0);
        return connection.closeCode;
    }

    public boolean isOpen() {
        return connection.closeCode == 0;
    }

    /** All messages of the current connection, in order. */
    public List<JsonNode> messages() {
        return List.copyOf(connection.messages);
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

    /** The tunnels as a client of the seed would hold them now: id to the item last told. */
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
        connection.socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    /** Cuts the connection without a word. */
    public void cut() {
        connection.socket.abort();
    }

    /** Takes nothing more from the socket until {@link #resumeReading}. */
    public void stopReading() {
        connection.reading = false;
    }

    public void resumeReading() {
        connection.reading = true;
        connection.socket.request(1);
    }

    @Override
    public String toString() {
        return type + " " + id;
    }

    /** One socket and what came over it. */
    private static final class Connection implements WebSocket.Listener {
        private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
        private final StringBuilder partial = new StringBuilder();
        private volatile boolean reading = true;
        private volatile int closeCode;
        private WebSocket socket;

        static Connection open(URI base, String pathAndQuery) {
            var connection = new Connection();
            var uri = URI.create(base.toString().replaceFirst("^http", "ws").replaceFirst("/$", "") + pathAndQuery);
            try {
                connection.socket = ControlApi.HTTP
                        .newWebSocketBuilder()
                        .connectTimeout(Duration.ofSeconds(10))
                        .buildAsync(uri, connection)
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof WebSocketHandshakeException refused) {
                    throw new UpgradeRefused(refused.getResponse().statusCode());
                }
                throw e;
            }
            return connection;
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                try {
                    messages.add(ControlApi.JSON.readTree(partial.toString()));
                } catch (java.io.IOException e) {
                    throw new AssertionError("Control sent what is no JSON: " + partial, e);
                }
                partial.setLength(0);
            }
            if (reading) {
                webSocket.request(1);
            }
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closeCode = statusCode;
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closeCode = 1006;
        }
    }

    /** The server answered the upgrade with an HTTP status. */
    public static final class UpgradeRefused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int status;

        UpgradeRefused(int status) {
            super("the upgrade was refused with " + status);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }
}
