package io.kakuremichi.control.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** What goes wrong. */
enum Fault {
    KILL(0, 2_000, false),
    STALL(1_000, 5_000, false),
    STALL_BEYOND_THE_LEASE(12_000, 20_000, true),
    CUT_FROM_DATABASE_ONCE(0, 1, false),
    CUT_FROM_DATABASE(1_000, 6_000, false),
    FREEZE_DATABASE(1_000, 4_000, false),
    FREEZE_DATABASE_BEYOND_THE_LEASE(12_000, 20_000, true),
    /** Shorter than a client's patience: it goes on where it was, maybe with a configuration in place of changes. */
    FREEZE_CLIENTS(1_000, 6_000, false),
    CUT_CLIENTS(0, 1, false),
    ROLLING_RESTART(0, 1, false),
    RESTART_DATABASE(0, 1, false);

    private final int least;
    private final int most;
    private final boolean isLong;

    Fault(int least, int most, boolean isLong) {
        this.least = least;
        this.most = most;
        this.isLong = isLong;
    }

    /**
     * A fault of a script.
     *
     * @param held how long it lasts
     * @param after how long until the next one, once all is well again
     */
    record Planned(Fault fault, int replica, Duration held, Duration after) {}

    /** Rounds of all of them, each round in another order; the same for the same seed. */
    static Iterator<Planned> script(Random random, int replicas, boolean withLong) {
        return new Iterator<>() {
            private final List<Fault> round = new ArrayList<>();

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Planned next() {
                if (round.isEmpty()) {
                    for (var fault : values()) {
                        if (withLong || !fault.isLong) {
                            round.add(fault);
                        }
                    }
                    Collections.shuffle(round, random);
                }
                var fault = round.removeLast();
                return new Planned(
                        fault,
                        random.nextInt(replicas),
                        Duration.ofMillis(random.nextInt(fault.least, fault.most)),
                        Duration.ofMillis(random.nextInt(2_000)));
            }
        };
    }
}
