package io.kakuremichi.control.bench.load;

import java.util.ArrayList;
import java.util.List;

/** Changes tunnels over REST until every gateway has received every change. */
final class Changing implements Swarm.Activity, RestWire.Listener {
    private static final int TUNNELS = 500;
    private static final int PORTS = 60_000;
    private static int port;

    private final Swarm swarm;
    private final int changes;
    private final int connections;
    private final boolean oneByOne;
    private final List<RestWire> callers = new ArrayList<>();
    private final long gateways;
    private int asked;
    private int answered;
    private long heard;
    private long askedAt;
    private boolean over;

    private Changing(Swarm swarm, int changes, int connections, boolean oneByOne) {
        this.swarm = swarm;
        this.changes = changes;
        this.connections = connections;
        this.oneByOne = oneByOne;
        this.gateways = swarm.gateways().size();
    }

    static Changing slowly(Swarm swarm, Command.ChangeSlowly what) {
        return new Changing(swarm, what.changes(), 1, true);
    }

    static Changing fast(Swarm swarm, Command.ChangeFast what) {
        return new Changing(swarm, what.changes(), what.connections(), false);
    }

    @Override
    public void begin() {
        for (var caller = 0; caller < connections; caller++) {
            callers.add(swarm.rest(this));
        }
    }

    @Override
    public void idle(RestWire caller) {
        if (asked < changes) {
            askedAt = System.nanoTime();
            port = port % PORTS + 1;
            caller.call(
                    "PATCH",
                    "/api/tunnels/" + Tunnels.id(asked % TUNNELS),
                    swarm.token(),
                    "{\"target\":\"localhost:" + port + "\"}");
            asked++;
        }
    }

    @Override
    public void answered(RestWire caller, int status, int length) {
        swarm.sizes().add("answer", length);
        if (status / 100 != 2) {
            swarm.failed("answer " + status);
        }
        answered++;
        if (oneByOne) {
            nextOne();
        } else {
            idle(caller);
        }
        check();
    }

    @Override
    public void heard(ClientWire client, long changesHeard) {
        if (!client.isGateway()) {
            return;
        }
        heard += changesHeard;
        if (oneByOne) {
            nextOne();
        }
        check();
    }

    private void nextOne() {
        if (heard == asked * gateways) {
            if (askedAt != 0) {
                swarm.took(System.nanoTime() - askedAt);
                askedAt = 0;
            }
            if (answered == asked) {
                idle(callers.getFirst());
            }
        }
    }

    private void check() {
        if (!over && answered == changes && heard == changes * gateways) {
            over = true;
            callers.forEach(Wire::end);
            swarm.finish();
        }
    }

    @Override
    public void lost(RestWire caller) {
        if (!over) {
            swarm.failed("a caller's connection was lost");
        }
    }

    @Override
    public void ended(ClientWire client) {
        swarm.failed("lost");
    }
}
