package io.kakuremichi.control.bench.load;

/** All clients connect at once, as far as the server's queue of new sockets is not overrun: then TCP itself would wait a second. */
final class Connecting implements Swarm.Activity {
    private static final int WINDOW = 1_000;

    private final Swarm swarm;
    private final Command.Connect what;
    private int begun;
    private int upgraded;
    private int live;
    private int lost;

    Connecting(Swarm swarm, Command.Connect what) {
        this.swarm = swarm;
        this.what = what;
    }

    @Override
    public void begin() {
        more();
    }

    private void more() {
        while (begun < all() && begun - upgraded - lost < WINDOW) {
            // Gateways among agents: their large configurations are not all first, nor all last.
            var gateway = (long) begun * what.gateways() / all() != (begun + 1L) * what.gateways() / all();
            var number = (int) ((long) begun * what.gateways() / all());
            begun++;
            swarm.connect(gateway, gateway ? number : begun - 1 - number, what.resume());
        }
        if (live + lost == all()) {
            swarm.finish();
        }
    }

    private int all() {
        return what.agents() + what.gateways();
    }

    @Override
    public void upgraded() {
        upgraded++;
        more();
    }

    @Override
    public void live(ClientWire client) {
        live++;
        swarm.took(System.nanoTime() - client.began());
        more();
    }

    @Override
    public void ended(ClientWire client) {
        if (!client.isLive()) {
            lost++;
            swarm.failed("refused or lost before it had its configuration");
            more();
        } else {
            swarm.failed("lost");
        }
    }
}
