package io.kakuremichi.control.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** One socket and the messages that came over it. */
final class TestConnection implements TestSocket.Listener {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Shared, because each HttpClient keeps threads. */
    private static final HttpClient PLAIN = newHttp().build();

    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private TestSocket socket;

    static TestConnection open(ControlApi control, String pathAndQuery, String... headers) {
        var connection = new TestConnection();
        var uri =
                URI.create(control.base().toString().replaceFirst("^http", "ws").replaceFirst("/$", "") + pathAndQuery);
        var tls = control.tls();
        var http = tls == null ? PLAIN : newHttp().sslContext(tls).build();
        try {
            connection.socket = TestSocket.open(http, uri, CONNECT_TIMEOUT, connection, headers)
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

    private static HttpClient.Builder newHttp() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .connectTimeout(CONNECT_TIMEOUT);
    }

    TestSocket socket() {
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

    @Override
    public void text(String text) {
        messages.add(ControlApi.json(text));
    }

    @Override
    public void closed(int code) {
        closed.complete(code);
    }
}
