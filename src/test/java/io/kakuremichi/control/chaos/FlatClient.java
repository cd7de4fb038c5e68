package io.kakuremichi.control.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.harness.TestSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** An agent or a gateway of the field, that stays connected as {@code flat-dialect.md} says they do. Thread-safe. */
final class FlatClient {
    private static final Set<Integer> REFUSALS = Set.of(4401, 4403);

    private static final long FIRST_WAIT_MILLIS = 1_000;

    /** In the field they wait up to 30 s; a run is shorter. */
    private static final long LONGEST_WAIT_MILLIS = 4_000;

    private static final int KEY_BYTES = 32;
    private static final int MOST_STATUSES = 3;

    private final Surroundings surroundings;
    private final ClientType type;
    private final UUID id;
    private final String apiKey;
    private final List<FlatLink> links = new ArrayList<>();
    private FlatLink current;
    private FlatHeard.Config kept;
    private long waitMillis = FIRST_WAIT_MILLIS;
    private boolean known;
    private boolean stopped;
    private String refusal;

    FlatClient(Surroundings surroundings, ClientType type, UUID id, String apiKey) {
        this.surroundings = surroundings;
        this.type = type;
        this.id = id;
        this.apiKey = apiKey;
    }

    UUID id() {
        return id;
    }

    ClientType type() {
        return type;
    }

    String name() {
        return "flat " + type.wireName() + " " + id;
    }

    /** Its own WireGuard key: the same for the same client, and no other's. */
    String publicKey() {
        var key = ByteBuffer.allocate(KEY_BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getEncoder().encodeToString(key);
    }

    /** Of a gateway: its address. */
    String publicIp() {
        return "198.51.100." + (1 + Math.floorMod(id.hashCode(), 250));
    }

    /** Why it does not come back, or null. */
    synchronized String refusal() {
        return refusal;
    }

    /** What it has been configured with while it is connected; a gateway keeps that of an earlier connection. */
    synchronized Optional<FlatHeard.Config> current() {
        return Optional.ofNullable(current)
                .filter(link -> !link.socket().isOver())
                .map(link -> link.config() == null && type == ClientType.GATEWAY ? kept : link.config());
    }

    /** Where it is, for a report. */
    synchronized String position() {
        return "%s: %s, refusal %s".formatted(name(), current == null ? "not connected" : current.label(), refusal);
    }

    /** Of all connections so far. */
    synchronized List<FlatHistory> histories() {
        return links.stream().map(link -> link.history(link == current)).toList();
    }

    synchronized void stop() {
        stopped = true;
        if (current != null) {
            current.abort();
        }
    }

    void connect() {
        var replica = ThreadLocalRandom.current().nextInt(surroundings.sockets().size());
        var link = nextLink(replica);
        var uri = surroundings.sockets().get(replica).resolve("/");
        TestSocket.open(surroundings.http(), uri, Duration.ofSeconds(45), link.socket())
                .whenComplete((socket, failure) -> {
                    if (failure != null) {
                        surroundings.tally().count("flat upgrade refused");
                        again();
                    } else {
                        opened(link, socket);
                    }
                });
    }

    /** With every reconnection it says more often how it is, as those in the field do. */
    private synchronized FlatLink nextLink(int replica) {
        var label = "%s #%d at replica %d".formatted(name(), links.size(), replica);
        return new FlatLink(this, surroundings, label, Math.min(links.size() + 1, MOST_STATUSES));
    }

    private synchronized void opened(FlatLink link, TestSocket socket) {
        if (stopped) {
            socket.abort();
            return;
        }
        current = link;
        links.add(link);
        var auth = Items.JSON.createObjectNode();
        auth.put("apiKey", apiKey).put("clientType", type.wireName()).put("publicKey", publicKey());
        if (type == ClientType.GATEWAY) {
            // Once Control has it, it has to keep it.
            auth.put("publicIp", known ? "" : publicIp());
        }
        link.begin(socket, auth);
    }

    /** The connection is gone. */
    synchronized void closed(FlatLink link, int code) {
        surroundings.tally().count("flat close " + code);
        if (link != current) {
            return;
        }
        current = null;
        if (REFUSALS.contains(code)) {
            refusal = link.label() + " closed with " + code;
            return;
        }
        again();
    }

    private synchronized void again() {
        if (!stopped) {
            surroundings.after(Duration.ofMillis(waitMillis), this::connect);
            waitMillis = Math.min(2 * waitMillis, LONGEST_WAIT_MILLIS);
        }
    }

    /** A frame came. In the order of the connection. */
    synchronized void heard(FlatLink link, JsonNode frame, FlatHeard heard) {
        surroundings.tally().count("flat heard " + frame.path("type").asText());
        switch (heard) {
            case FlatHeard.Welcome welcome -> {
                known = true;
                waitMillis = FIRST_WAIT_MILLIS;
            }
            case FlatHeard.Other(var said)
            when said.contains("error") -> surroundings.tally().count("flat " + said + " " + frame.path("error"));
            case FlatHeard.Other other -> {}
            case FlatHeard.Config config -> kept = config;
            case FlatHeard.Forbidden forbidden -> {}
        }
    }
}
