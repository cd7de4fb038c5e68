package io.kakuremichi.control.harness;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A WebSocket of a client: joins frames to texts and sends one text at a time. All tests connect by it, except those that send what no
 * library sends ({@link RawClient}) and the load of the benchmark, which holds thousands of sockets on one thread.
 */
public final class TestSocket implements WebSocket.Listener {
    private static final int ABNORMAL_CLOSURE = 1006;

    private final Listener listener;
    private final StringBuilder partial = new StringBuilder();
    private volatile WebSocket socket;
    private volatile boolean reading = true;
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

    /** Receives what comes over a socket, one call at a time. */
    public interface Listener {
        void text(String text);

        default void pong() {}

        /** The other side closed the socket; 1006 when it did so without a close frame. */
        void closed(int code);
    }

    private TestSocket(Listener listener) {
        this.listener = listener;
    }

    /**
     * Connects. Fails with a {@link java.net.http.WebSocketHandshakeException} when the upgrade is refused.
     *
     * @param headers names and values in turn
     */
    public static CompletableFuture<TestSocket> open(
            HttpClient http, URI uri, Duration timeout, Listener listener, String... headers) {
        var socket = new TestSocket(listener);
        var handshake = http.newWebSocketBuilder().connectTimeout(timeout);
        for (var i = 0; i < headers.length; i += 2) {
            handshake.header(headers[i], headers[i + 1]);
        }
        return handshake.buildAsync(uri, socket).thenApply(opened -> socket);
    }

    /** Sends a text after those before it, as the platform's socket demands. */
    public synchronized CompletableFuture<?> send(String text) {
        sending = sending.thenCompose(sent -> socket.sendText(text, true));
        return sending;
    }

    /** Sends a text in two frames. */
    void sendFragmented(String first, String second) {
        socket.sendText(first, false).join();
        socket.sendText(second, true).join();
    }

    void sendBinary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    public CompletableFuture<?> sendPing() {
        return socket.sendPing(ByteBuffer.allocate(0));
    }

    /** Closes with a close frame. */
    void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    /** Cuts the connection; the listener is not called any more. */
    public void abort() {
        socket.abort();
    }

    /** Takes nothing more from the socket. */
    void stopReading() {
        reading = false;
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        opened.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            var text = partial.toString();
            partial.setLength(0);
            listener.text(text);
        }
        requestNext(from);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer payload) {
        listener.pong();
        requestNext(from);
        return null;
    }

    private void requestNext(WebSocket from) {
        if (reading) {
            from.request(1);
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        listener.closed(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        listener.closed(ABNORMAL_CLOSURE);
    }
}
