package io.kakuremichi.control.bench.load;

import java.util.UUID;

/** The ids of the benchmark's tunnels, as the database is filled with them. */
public final class Tunnels {
    private static final long HIGH = 0x0000_0000_0000_4000L;
    private static final long LOW = 0xa000_0000_0000_0000L;

    private Tunnels() {}

    public static UUID id(int number) {
        return new UUID(HIGH, LOW | number);
    }
}
