package io.kakuremichi.control.chaos;

import java.time.Duration;
import java.util.Random;

/**
 * How a run goes, from system properties {@code chaos.*}.
 *
 * @param faults how long faults go on; what is under way is finished
 * @param longFaults whether it is a run from the command line, which also has the faults that take long
 */
record ChaosSettings(long seed, Duration faults, boolean longFaults, int agents, int gateways, int writers) {
    static ChaosSettings fromProperties() {
        var minutes = System.getProperty("chaos.minutes");
        return new ChaosSettings(
                Long.getLong("chaos.seed", new Random().nextInt(1_000_000)),
                minutes == null
                        ? Duration.ofSeconds(Integer.getInteger("chaos.seconds", 15))
                        : Duration.ofMinutes(Integer.parseInt(minutes)),
                minutes != null,
                Integer.getInteger("chaos.agents", 200),
                Integer.getInteger("chaos.gateways", 20),
                Integer.getInteger("chaos.writers", 4));
    }

    /** A stream of random numbers of its own for each part, so that none depends on how fast another is. */
    Random random(String part) {
        return new Random(seed * 31 + part.hashCode());
    }
}
