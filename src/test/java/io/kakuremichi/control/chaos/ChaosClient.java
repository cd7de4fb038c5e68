package io.kakuremichi.control.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.chaos.ConnectionHistory.Position;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.harness.TestSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An agent or a gateway that stays connected as {@code protocol.md} requires, applies what it receives, and records
 * every message. Thread-safe.
 */
final class ChaosClient {
    private static final Set<String> REFUSALS = Set.of("4401", "4403");

    private final Surroundings surroundings;
    private final ClientType type;
    private final UUID id;
    private final String apiKey;
    private final Set<String> wants;
    private final ClientState state = new ClientState();
    private final Set<String> reported = new HashSet<>();
    private final List<ChaosLink> links = new ArrayList<>();
    private ChaosLink current;
    private Position applied;
    private long configured;
    private int failures;
    private boolean stopped;
    private String refusal;

    ChaosClient(Surroundings surroundings, ClientType type, UUID id, String apiKey, Set<String> wants) {
        this.surroundings = surroundings;
        this.type = type;
        this.id = id;
        this.apiKey = apiKey;
        this.wants = wants;
    }

    UUID id() {
        return id;
    }

    ClientType type() {
        return type;
    }

    String name() {
        return type.wireName() + " " + id + " " + wants;
    }

    /** Why it does not come back, or null. */
    synchronized String refusal() {
        return refusal;
    }

    synchronized boolean isLive() {
        return current != null && current.isWelcome() && configured > 0;
    }

    /** Whether {@code delta} is granted on the connection that it has. */
    synchronized boolean hasDelta() {
        return current != null && current.granted("delta");
    }

    /** Whether {@code proxy} is granted on the connection that it has. */
    synchronized boolean hasProxies() {
        return current != null && current.granted("proxy");
    }

    /** Whether it is connected and has received that revision and configuration, or later ones. */
    synchronized boolean covers(long toldOf, long configuredWith) {
        return isLive() && applied.revision() >= toldOf && configured >= configuredWith;
    }

    synchronized Map<String, List<String>> state() {
        return state.sections();
    }

    /** Which revision it is at, for a report. */
    synchronized String position() {
        return "%s: %s, applied %s, configured %d, refusal %s"
                .formatted(name(), current == null ? "not connected" : current.label(), applied, configured, refusal);
    }

    /** Of all connections so far. */
    synchronized List<ConnectionHistory> histories() {
        return links.stream().map(link -> link.history(link == current)).toList();
    }

    synchronized void stop() {
        stopped = true;
        if (current != null) {
            current.abort();
        }
    }

    /** Tells Control of a certificate, if it is connected. Whether that is stored, it is not told. */
    synchronized void obtained(String domain, ObjectNode data) {
        if (isLive()) {
            reported.add(World.certificate(domain));
            current.send("certificate_obtained", data);
        }
    }

    /** The certificates that it obtained itself at some time, in the form of {@link Items}. */
    synchronized Set<String> reported() {
        return Set.copyOf(reported);
    }

    void connect() {
        var replica = ThreadLocalRandom.current().nextInt(surroundings.sockets().size());
        var link = new ChaosLink(this, surroundings, "%s #%d at replica %d".formatted(name(), links(), replica));
        var uri = surroundings.sockets().get(replica).resolve("/ws?type=" + type.wireName());
        TestSocket.open(surroundings.http(), uri, Duration.ofSeconds(5), link.socket())
                .whenComplete((socket, failure) -> {
                    if (failure != null) {
                        failed(failure);
                    } else {
                        opened(link, socket);
                    }
                });
    }

    private synchronized int links() {
        return links.size();
    }

    private synchronized void opened(ChaosLink link, TestSocket socket) {
        if (stopped) {
            socket.abort();
            return;
        }
        current = link;
        links.add(link);
        surroundings.tally().count("client connects");
        var data = Items.JSON.createObjectNode().put("apiKey", apiKey);
        if (type == ClientType.GATEWAY) {
            data.put("publicIp", "203.0.113." + (1 + Math.floorMod(id.hashCode(), 250)));
        }
        if (!wants.isEmpty()) {
            wants.forEach(data.putArray("capabilities")::add);
        }
        if (wants.contains("resume") && applied != null) {
            data.putObject("resume").put("epoch", applied.epoch()).put("revision", applied.revision());
        }
        link.begin(socket, applied, data);
    }

    private void failed(Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        var status = cause instanceof WebSocketHandshakeException refused
                ? String.valueOf(refused.getResponse().statusCode())
                : cause.getClass().getSimpleName();
        surroundings.tally().count("upgrade refused " + status);
        again(backOff());
    }

    /** The connection is gone. */
    synchronized void closed(ChaosLink link, int code) {
        surroundings.tally().count("close " + code);
        if (link != current) {
            return;
        }
        current = null;
        if (REFUSALS.contains(String.valueOf(code))) {
            refusal = link.label() + " closed with " + code;
            return;
        }
        again(
                switch (code) {
                    case 1001, 1006, 1012 -> random(0, 2_000);
                    case 4409 -> random(30_000, 32_000);
                    default -> backOff();
                });
    }

    private synchronized long backOff() {
        failures = Math.min(failures + 1, 4);
        return random(250, 500L << failures);
    }

    private static long random(long least, long most) {
        return ThreadLocalRandom.current().nextLong(least, most);
    }

    private synchronized void again(long delayMillis) {
        if (!stopped) {
            surroundings.after(Duration.ofMillis(delayMillis), this::connect);
        }
    }

    /** A frame came. In the order of the connection. */
    synchronized void heard(ChaosLink link, JsonNode frame) {
        var kind = frame.path("type").asText();
        var data = frame.path("data");
        surroundings.tally().count("heard " + kind);
        switch (kind) {
            case "auth_success" -> welcomed(link, Reading.welcome(data));
            case "auth_error" -> surroundings.tally().count("auth_error " + data.path("message"));
            case "error" ->
                surroundings.tally().count("error " + data.path("code").asText());
            case "config" -> {
                var configuration = Reading.configuration(type, data);
                var revision = Reading.revision(frame);
                link.record(Reading.heard(revision, configuration));
                if (link == current) {
                    state.apply(configuration);
                    configured = revision;
                    applied(link, revision);
                }
            }
            default -> {
                var revision = Reading.revision(frame);
                var item = Reading.item(kind, data);
                link.record(new Heard.Message(revision, Items.kept(kind), item));
                if (link == current) {
                    change(kind, data, item);
                    applied(link, revision);
                }
            }
        }
    }

    private void change(String kind, JsonNode data, String item) {
        if (kind.equals(type.wireName() + "_update")) {
            state.applySelf(Reading.key(data), item);
        } else {
            state.apply(kind, Reading.key(data), item);
        }
    }

    private void welcomed(ChaosLink link, Heard.Welcome welcome) {
        link.welcomed(welcome);
        failures = 0;
        if (welcome.resumed()) {
            surroundings.tally().count("client resumes");
        } else if (link == current) {
            applied = new Position(welcome.epoch(), 0);
            configured = 0;
        }
    }

    private void applied(ChaosLink link, long revision) {
        applied = new Position(applied.epoch(), Math.max(applied.revision(), revision));
        if (link.granted("ack")) {
            link.send(
                    "config_ack",
                    Items.JSON.createObjectNode().put("revision", revision).put("success", true));
        }
    }
}
