package io.kakuremichi.control.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.chaos.ConnectionHistory.Position;
import io.kakuremichi.control.harness.TestSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One connection of a {@link ChaosClient} and what came over it. */
final class ChaosLink implements ChaosSocket.Owner {
    private static final Duration PATIENCE = Duration.ofSeconds(9);
    private static final int BEATS_PER_HEARTBEAT = 5;

    private final ChaosClient client;
    private final String label;
    private final ChaosSocket socket;
    private final List<Heard> heard = new ArrayList<>();
    private Position asked;
    private Heard.Welcome welcome;

    ChaosLink(ChaosClient client, Surroundings surroundings, String label) {
        this.client = client;
        this.label = label;
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
    void begin(TestSocket opened, Position resumeFrom, ObjectNode auth) {
        synchronized (this) {
            asked = auth.has("resume") ? resumeFrom : null;
        }
        socket.begin(opened, envelope("auth", auth));
    }

    synchronized boolean isWelcome() {
        return welcome != null && !socket.isOver();
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

    void send(String type, ObjectNode data) {
        socket.send(envelope(type, data));
    }

    private static String envelope(String type, ObjectNode data) {
        var envelope = Items.JSON.createObjectNode().put("type", type);
        envelope.set("data", data);
        return envelope.toString();
    }

    /** Hangs up without a word. */
    void abort() {
        socket.abort();
    }

    @Override
    public void heard(JsonNode frame) {
        client.heard(this, frame);
    }

    @Override
    public void beat(int number) {
        if (number % BEATS_PER_HEARTBEAT == 0 && isWelcome()) {
            send("heartbeat", Items.JSON.createObjectNode().put("timestamp", System.currentTimeMillis()));
        }
    }

    @Override
    public void closed(int code) {
        client.closed(this, code);
    }
}
