package io.kakuremichi.control.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.TestSocket;
import java.io.IOException;
import java.time.Duration;

/** The socket of a client: pings, gives a silent Control up, and ends once. It calls from one thread at a time. */
final class ChaosSocket implements TestSocket.Listener {
    private static final Duration BEAT = Duration.ofSeconds(3);

    private final Owner owner;
    private final Surroundings surroundings;
    private final Duration patience;
    private TestSocket socket;
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

        /** The connection ended; also when it ended before {@link ChaosSocket#begin}. */
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

    /** Authenticates. */
    void begin(TestSocket opened, String auth) {
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

    synchronized void send(String text) {
        socket.send(text);
    }

    private void beat() {
        int number;
        synchronized (this) {
            if (over) {
                return;
            }
            number = System.nanoTime() - lastHeard < patience.toNanos() ? beats++ : -1;
            if (number >= 0) {
                socket.sendPing();
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

    /** Cuts the connection without a close frame. */
    void abort() {
        socket.abort();
        closed(1006);
    }

    @Override
    public void closed(int code) {
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
    public void text(String text) {
        pong();
        try {
            owner.heard(Items.JSON.readTree(text));
        } catch (IOException | RuntimeException e) {
            surroundings
                    .tally()
                    .violated(Violation.Kind.INVENTED, owner.label() + ": can't be understood: " + e + " " + text);
        }
    }

    @Override
    public synchronized void pong() {
        lastHeard = System.nanoTime();
    }
}
