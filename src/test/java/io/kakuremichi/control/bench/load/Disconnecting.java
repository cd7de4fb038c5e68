package io.kakuremichi.control.bench.load;

import java.util.List;

/** All clients say goodbye and wait for the server to close. */
final class Disconnecting implements Swarm.Activity {
    private final Swarm swarm;
    private long open;

    Disconnecting(Swarm swarm) {
        this.swarm = swarm;
    }

    @Override
    public void begin() {
        var clients = List.copyOf(swarm.clients());
        swarm.forgetClients();
        open = clients.stream().filter(Wire::isOpen).count();
        clients.forEach(ClientWire::sayGoodbye);
        check();
    }

    private void check() {
        if (open == 0) {
            swarm.finish();
        }
    }

    @Override
    public void ended(ClientWire client) {
        open--;
        check();
    }
}
