package io.kakuremichi.control.harness;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.Bodies.AuthBody;
import io.kakuremichi.control.harness.Bodies.ResumeBody;
import io.kakuremichi.control.harness.Bodies.ResumeFrom;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** An agent or gateway with a key: connects and sends. What it receives is in {@link ReceivingClient}. */
public final class TestClient extends ReceivingClient {
    private static final ScheduledExecutorService HEARTBEATS = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("heartbeats").daemon().factory());

    private final ControlApi control;
    private final String type;
    private final UUID id;
    private final String apiKey;
    private final JsonNode created;

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

    /** Opens a socket with the key in the handshake, which needs no {@code auth}. */
    public TestClient openWithBearer() {
        return openWithBearer("/ws?type=" + type);
    }

    /** Opens a socket with the key in the handshake, at that path. */
    public TestClient openWithBearer(String pathAndQuery) {
        return open(pathAndQuery, "Authorization", "Bearer " + apiKey);
    }

    /** Opens a socket with headers: names and values in turn. */
    public TestClient open(String pathAndQuery, String... headers) {
        connect(TestConnection.open(control, pathAndQuery, headers));
        return this;
    }

    public TestClient auth() {
        return send("auth", Map.of("apiKey", apiKey));
    }

    /** Opens a socket and authenticates with capabilities. */
    public TestClient openWith(String... capabilities) {
        return open().send("auth", new AuthBody(apiKey, List.of(capabilities)));
    }

    /** Opens a socket and goes on after a revision. */
    public TestClient resume(String epoch, long revision, String... capabilities) {
        return open().send("auth", new ResumeBody(apiKey, List.of(capabilities), new ResumeFrom(epoch, revision)));
    }

    public TestClient heartbeat() {
        return send("heartbeat", Map.of("timestamp", System.currentTimeMillis()));
    }

    public TestClient send(String messageType, Object data) {
        return sendRaw(ControlApi.write(new Envelope(messageType, data)));
    }

    private record Envelope(String type, Object data) {}

    public TestClient sendRaw(String text) {
        connection().socket().send(text).join();
        return this;
    }

    /** A ping of the WebSocket protocol, which says nothing of Control's. */
    public TestClient sendPing() {
        connection().socket().sendPing().join();
        return this;
    }

    /** Sends heartbeats in the background until this connection ends. */
    public TestClient heartbeatEvery(Duration period) {
        var beating = connection().socket();
        var heartbeat = "{\"type\":\"heartbeat\",\"data\":{\"timestamp\":1}}";
        // The first send that fails ends it.
        HEARTBEATS.scheduleAtFixedRate(
                () -> beating.send(heartbeat).join(), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Waits until everything sent so far was handled, by asking for what does not exist. Costs one error. */
    public TestClient awaitsHandled() {
        var probe = ControlApi.uniqueName("probe");
        send(probe, Map.of());
        awaits("error", error -> error.path("message").asText().contains(probe));
        return this;
    }

    public TestClient sendBinary(byte[] bytes) {
        connection().socket().sendBinary(bytes);
        return this;
    }

    /** Sends a text in two frames. */
    public TestClient sendFragmented(String first, String second) {
        connection().socket().sendFragmented(first, second);
        return this;
    }

    public TestClient awaitConfig() {
        awaits("config");
        return this;
    }

    /** Closes properly. */
    public void close() {
        connection().socket().close();
    }

    /** Cuts the connection without a word. */
    public void cut() {
        connection().socket().abort();
    }

    /** Takes nothing more from the socket. */
    public void stopReading() {
        connection().socket().stopReading();
    }

    @Override
    public String toString() {
        return type + " " + id;
    }

    /** The server answered the upgrade with an HTTP status. */
    public static final class UpgradeRefused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int status;
        private final transient HttpHeaders headers;

        UpgradeRefused(int status, HttpHeaders headers) {
            super("the upgrade was refused with " + status);
            this.status = status;
            this.headers = headers;
        }

        public int status() {
            return status;
        }

        /** A header of the answer; null when it has none of that name. */
        public String header(String name) {
            return headers.firstValue(name).orElse(null);
        }
    }
}
