package io.kakuremichi.control.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A socket of a client: sends one text at a time, pings, notices silence, and ends once. It calls from one thread at a time. */
final class ChaosSocket implements WebSocket.Listener {
    private static final Duration BEAT = Duration.ofSeconds(3);

    private final Owner owner;
    private final Surroundings surroundings;
    private final Duration patience;
    private final StringBuilder partial = new StringBuilder();
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
    private WebSocket socket;
    private long lastHeard = System.nanoTime();
    private int beats;
    private boolean over;

    /** Whose socket it is. Called without a lock of the socket. */
    interface Owner {
        /** Names the connection in a report. */
        String label();

        /** A frame came. In the order of the connection. */
        void heard(JsonNode frame);

        /** Some seconds passed, and the socket is open; numbered from 0. */
        void beat(int number);

        /** It is over; also when it was over before it began. */
        void closed(int code);
    }

    /**
     * @param patience a client that hears nothing for so long, not even a pong, takes its Control for dead
     */
    ChaosSocket(Owner owner, Surroundings surroundings, Duration patience) {
        this.owner = owner;
        this.surroundings = surroundings;
        this.patience = patience;
    }

    /** Says who it is. */
    void begin(WebSocket opened, String auth) {
        synchronized (this) {
            socket = opened;
        }
        send(auth);
        surroundings.after(BEAT, this::beat);
        if (isOver()) {
            // It ended before the client knew of it.
            owner.closed(1006);
        }
    }

    synchronized boolean isOver() {
        return over;
    }

    /** One at a time, as the socket insists; what is not sent yet waits. */
    synchronized void send(String text) {
        sending = sending.thenCompose(sent -> socket.sendText(text, true));
    }

    private void beat() {
        int number;
        synchronized (this) {
            if (over) {
                return;
            }
            number = System.nanoTime() - lastHeard < patience.toNanos() ? beats++ : -1;
            if (number >= 0) {
                socket.sendPing(ByteBuffer.allocate(0));
            }
        }
        if (number < 0) {
            surroundings.tally().count("clients gave a silent Control up");
            abort();
            return;
        }
        owner.beat(number);
        surroundings.after(BEAT, this::beat);
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
        owner.closed(code);
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
                owner.heard(Items.JSON.readTree(partial.toString()));
            } catch (IOException | RuntimeException e) {
                surroundings
                        .tally()
                        .violated(
                                Violation.Kind.INVENTED, owner.label() + ": can't be understood: " + e + " " + partial);
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
