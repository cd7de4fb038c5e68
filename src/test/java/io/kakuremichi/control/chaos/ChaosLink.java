package io.kakuremichi.control.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.chaos.ConnectionHistory.Position;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One socket of a client and what came over it. The socket calls from one thread at a time. */
final class ChaosLink implements WebSocket.Listener {
    private static final Duration PING = Duration.ofSeconds(3);

    /** A client that hears nothing for so long, not even a pong, takes its Control for dead. */
    private static final Duration PATIENCE = Duration.ofSeconds(9);

    private static final int PINGS_PER_HEARTBEAT = 5;

    private final ChaosClient client;
    private final Surroundings surroundings;
    private final String label;
    private final StringBuilder partial = new StringBuilder();
    private final List<Heard> heard = new ArrayList<>();
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
    private WebSocket socket;
    private Position asked;
    private Heard.Welcome welcome;
    private long lastHeard = System.nanoTime();
    private int pings;
    private boolean over;

    ChaosLink(ChaosClient client, Surroundings surroundings, String label) {
        this.client = client;
        this.surroundings = surroundings;
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Says who it is. */
    void begin(WebSocket opened, Position resumeFrom, ObjectNode auth) {
        synchronized (this) {
            socket = opened;
            asked = auth.has("resume") ? resumeFrom : null;
        }
        send("auth", auth);
        surroundings.after(PING, this::beat);
        if (isOver()) {
            // It ended before the client knew of it.
            client.closed(this, 1006);
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    synchronized boolean isWelcome() {
        return welcome != null && !over;
    }

    synchronized boolean granted(String capability) {
        return welcome != null && welcome.capabilities().contains(capability);
    }

    synchronized void welcomed(Heard.Welcome granted) {
        welcome = granted;
        heard.add(granted);
    }

    synchronized void record(Heard message) {
        heard.add(message);
    }

    synchronized ConnectionHistory history(boolean isCurrent) {
        return new ConnectionHistory(
                client.id(), client.type(), label, asked, List.copyOf(heard), isCurrent && isWelcome());
    }

    /** One at a time, as the socket insists; what is not sent yet waits. */
    synchronized void send(String type, ObjectNode data) {
        var envelope = Items.JSON.createObjectNode().put("type", type);
        envelope.set("data", data);
        sending = sending.thenCompose(sent -> socket.sendText(envelope.toString(), true));
    }

    private void beat() {
        synchronized (this) {
            if (over) {
                return;
            }
            if (System.nanoTime() - lastHeard < PATIENCE.toNanos()) {
                socket.sendPing(ByteBuffer.allocate(0));
                if (pings++ % PINGS_PER_HEARTBEAT == 0 && welcome != null) {
                    send("heartbeat", Items.JSON.createObjectNode().put("timestamp", System.currentTimeMillis()));
                }
                surroundings.after(PING, this::beat);
                return;
            }
        }
        surroundings.tally().count("clients gave a silent Control up");
        abort();
    }

    /** Hangs up without a word. */
    void abort() {
        socket.abort();
        over(1006);
    }

    private void over(int code) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        // Not under this lock: the client takes its own, under which it calls back here.
        client.closed(this, code);
    }

    @Override
    public void onOpen(WebSocket opened) {
        opened.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        lively();
        partial.append(text);
        if (last) {
            try {
                client.heard(this, Items.JSON.readTree(partial.toString()));
            } catch (IOException | RuntimeException e) {
                surroundings
                        .tally()
                        .violated(Violation.Kind.INVENTED, label + ": can't be understood: " + e + " " + partial);
            }
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer payload) {
        lively();
        from.request(1);
        return null;
    }

    private synchronized void lively() {
        lastHeard = System.nanoTime();
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        over(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        over(1006);
    }
}
