package io.kakuremichi.control.bench.load;

import java.util.concurrent.TimeUnit;

/** Each client sends a heartbeat an interval; together, they are spread evenly over it. */
final class Beating implements Swarm.Activity, Loop.Ticker {
    private final Swarm swarm;
    private final long gapNanos;
    private final long beats;
    private final long began = System.nanoTime();
    private long sent;

    Beating(Swarm swarm, Command.Beat what) {
        this.swarm = swarm;
        this.gapNanos = TimeUnit.MILLISECONDS.toNanos(what.intervalMillis())
                / swarm.clients().size();
        this.beats = TimeUnit.MILLISECONDS.toNanos(what.durationMillis()) / gapNanos;
    }

    @Override
    public void begin() {
        swarm.loop().tick(this);
    }

    @Override
    public long tick(long now) {
        while (sent < beats && began + sent * gapNanos <= now) {
            swarm.took(now - (began + sent * gapNanos));
            swarm.clients().get((int) (sent % swarm.clients().size())).send(heartbeat());
            sent++;
        }
        if (sent == beats) {
            swarm.finish();
            return NEVER;
        }
        // Rounded up to a millisecond: what is due meanwhile goes out together.
        return Math.max(began + sent * gapNanos - now, TimeUnit.MILLISECONDS.toNanos(1));
    }

    private static String heartbeat() {
        return "{\"type\":\"heartbeat\",\"data\":{\"timestamp\":" + System.currentTimeMillis() + "}}";
    }

    @Override
    public void ended(ClientWire client) {
        swarm.failed("lost");
    }
}
