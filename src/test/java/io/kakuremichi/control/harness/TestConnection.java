package io.kakuremichi.control.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One socket and what came over it. */
final class TestConnection implements WebSocket.Listener {
    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private volatile boolean reading = true;
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private WebSocket socket;

    WebSocket socket() {
        return socket;
    }

    /** Zero while it is open. */
    int closeCode() {
        return closed.getNow(0);
    }

    /** Completes with the code when the connection ends. */
    CompletableFuture<Integer> closed() {
        return closed.copy();
    }

    List<JsonNode> messages() {
        return messages;
    }

    void stopReading() {
        reading = false;
    }

    /** One at a time, which the socket insists on. */
    synchronized void sendText(String text) {
        socket.sendText(text, true).join();
    }

    static TestConnection open(ControlApi control, String pathAndQuery, String... headers) {
        var connection = new TestConnection();
        var uri =
                URI.create(control.base().toString().replaceFirst("^http", "ws").replaceFirst("/$", "") + pathAndQuery);
        try {
            var handshake = control.http().newWebSocketBuilder().connectTimeout(Duration.ofSeconds(10));
            for (var i = 0; i < headers.length; i += 2) {
                handshake.header(headers[i], headers[i + 1]);
            }
            connection.socket = handshake
                    .buildAsync(uri, connection)
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw new TestClient.UpgradeRefused(
                        refused.getResponse().statusCode(),
                        refused.getResponse().headers());
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
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(1006);
    }
}
