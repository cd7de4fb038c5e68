package io.kakuremichi.control.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.harness.TestSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One connection of a {@link FlatClient} and what came over it. */
final class FlatLink implements ChaosSocket.Owner {
    /** Longer than any fault: these clients stay with a replica that stalls. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** In the field it is ten times as long; a run is shorter. */
    private static final int BEATS_PER_STATUS = 3;

    /** As many are 12 s, more than they wait for the answer to {@code auth}. */
    private static final int BEATS_BEFORE_WELCOME = 4;

    private final FlatClient client;
    private final String label;
    private final int statuses;
    private final ChaosSocket socket;
    private final List<FlatHeard> heard = new ArrayList<>();
    private boolean welcome;
    private FlatHeard.Config config;

    /**
     * @param statuses how often it says how it is, each time
     */
    FlatLink(FlatClient client, Surroundings surroundings, String label, int statuses) {
        this.client = client;
        this.label = label;
        this.statuses = statuses;
        this.socket = new ChaosSocket(this, surroundings, PATIENCE);
    }

    @Override
    public String label() {
        return label;
    }

    ChaosSocket socket() {
        return socket;
    }

    /** Says who it is. */
    void begin(TestSocket opened, ObjectNode auth) {
        socket.begin(opened, message("auth", auth));
    }

    /** The last received configuration; null before the first one and after the end of the connection. */
    synchronized FlatHeard.Config config() {
        return socket.isOver() ? null : config;
    }

    synchronized FlatHistory history(boolean isCurrent) {
        return new FlatHistory(
                client.id(),
                client.type(),
                client.publicKey(),
                label,
                List.copyOf(heard),
                isCurrent && welcome && !socket.isOver());
    }

    /** Hangs up without a word. */
    void abort() {
        socket.abort();
    }

    @Override
    public void heard(JsonNode frame) {
        var now = FlatReading.of(frame);
        synchronized (this) {
            heard.add(now);
            if (now instanceof FlatHeard.Config configured) {
                config = configured;
            }
            welcome |= now instanceof FlatHeard.Welcome;
        }
        if (now instanceof FlatHeard.Config) {
            socket.send(message("config_ack", Items.JSON.createObjectNode().put("success", true)));
        }
        client.heard(this, frame, now);
    }

    @Override
    public void beat(int number) {
        if (!isWelcome()) {
            if (number >= BEATS_BEFORE_WELCOME) {
                abort();
            }
            return;
        }
        if (number % BEATS_PER_STATUS == 0) {
            for (var i = 0; i < statuses; i++) {
                socket.send(
                        message("status_update", Items.JSON.createObjectNode().put("status", "online")));
            }
            socket.send(message("ping", Items.JSON.createObjectNode()));
        }
    }

    private synchronized boolean isWelcome() {
        return welcome;
    }

    private static String message(String type, ObjectNode fields) {
        return Items.JSON
                .createObjectNode()
                .put("type", type)
                .put("timestamp", System.currentTimeMillis())
                .setAll(fields)
                .toString();
    }

    @Override
    public void closed(int code) {
        client.closed(this, code);
    }
}
