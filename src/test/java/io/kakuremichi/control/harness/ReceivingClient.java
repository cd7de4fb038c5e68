package io.kakuremichi.control.harness;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of a {@link TestClient}: records every message of the current connection, waits for messages, and keeps the
 * tunnels as a client does (a config replaces them, messages change them).
 */
abstract class ReceivingClient {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private volatile TestConnection connection;

    /** Goes on with a new connection. */
    final void connect(TestConnection opened) {
        connection = opened;
    }

    final TestConnection connection() {
        return connection;
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
                    // Not about tunnels.
                }
            }
        }
        return tunnels;
    }
}
