package io.kakuremichi.control.bench.load;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** All clients of one server, doing one {@link Activity} at a time. Confined to the loop's thread. */
final class Swarm {
    private static final int SHOWN_FAILURES = 20;
    private static final int CLIENTS_OF_AN_ADDRESS = 5_000;
    private static final Activity NONE = new Activity() {};

    private final Loop loop;
    private final InetSocketAddress server;
    private final String token;
    private final List<ClientWire> clients = new ArrayList<>();
    private Activity activity = NONE;
    private Sizes sizes = new Sizes();
    private List<String> failures = new ArrayList<>();
    private List<Double> latenciesMs = new ArrayList<>();
    private int cutOver;
    private long began;
    private CompletableFuture<Result> done = new CompletableFuture<>();
    private String epoch = "";
    private long lastRevision;

    Swarm(Loop loop, InetSocketAddress server, String token) {
        this.loop = loop;
        this.server = server;
        this.token = token;
    }

    /** What the swarm is at. */
    interface Activity {
        default void begin() {}

        /** A socket became a WebSocket, or did not. */
        default void upgraded() {}

        default void live(ClientWire client) {}

        /** Of so many changes, by one message. */
        default void heard(ClientWire client, long changes) {}

        default void ended(ClientWire client) {}
    }

    CompletableFuture<Result> begin(Activity next) {
        activity = next;
        sizes = new Sizes();
        failures = new ArrayList<>();
        latenciesMs = new ArrayList<>();
        cutOver = 0;
        done = new CompletableFuture<>();
        loop.resetLoad();
        began = System.nanoTime();
        next.begin();
        return done;
    }

    /** The activity has what it waited for. */
    void finish() {
        activity = NONE;
        var seconds = (System.nanoTime() - began) / 1e9;
        done.complete(new Result(
                seconds,
                latenciesMs.stream().mapToDouble(Double::doubleValue).toArray(),
                List.copyOf(failures),
                cutOver,
                sizes.means(),
                loop.busyMs() / 1e3 / seconds,
                loop.lagMs()));
    }

    /** Ends whatever is under way as it is: too much time went by. */
    void giveUp() {
        if (!done.isDone()) {
            failed("given up after too long");
            finish();
        }
    }

    ClientWire connect(boolean gateway, int number, boolean resume) {
        var client = new ClientWire(loop, this, gateway, auth(gateway, number, resume));
        clients.add(client);
        client.connect(server, "127.0.0." + (2 + clients.size() / CLIENTS_OF_AN_ADDRESS));
        return client;
    }

    RestWire rest(RestWire.Listener listener) {
        var wire = new RestWire(loop, listener);
        wire.connect(server, "127.0.0.1");
        return wire;
    }

    private String auth(boolean gateway, int number, boolean resume) {
        var key = Keys.of(gateway, number);
        return resume
                ? """
                        {"type":"auth","data":{"apiKey":"%s","capabilities":["delta","resume","ack"],\
                        "resume":{"epoch":"%s","revision":%d}}}""".formatted(key, epoch, lastRevision)
                : "{\"type\":\"auth\",\"data\":{\"apiKey\":\"%s\"}}".formatted(key);
    }

    List<ClientWire> clients() {
        return clients;
    }

    List<ClientWire> gateways() {
        return clients.stream().filter(ClientWire::isGateway).toList();
    }

    String token() {
        return token;
    }

    Loop loop() {
        return loop;
    }

    Sizes sizes() {
        return sizes;
    }

    void epoch(String told) {
        epoch = told;
    }

    void upgraded() {
        activity.upgraded();
    }

    void live(ClientWire client) {
        lastRevision = Math.max(lastRevision, client.revision());
        activity.live(client);
    }

    void heard(ClientWire client, long changes) {
        lastRevision = Math.max(lastRevision, client.revision());
        activity.heard(client, changes);
    }

    void took(long nanos) {
        latenciesMs.add(nanos / 1e6);
    }

    void cutOver() {
        cutOver++;
    }

    void failed(String what) {
        if (failures.size() < SHOWN_FAILURES) {
            failures.add(what);
        }
    }

    void ended(ClientWire client) {
        activity.ended(client);
    }

    /** After all of them were closed. */
    void forgetClients() {
        clients.clear();
    }
}
