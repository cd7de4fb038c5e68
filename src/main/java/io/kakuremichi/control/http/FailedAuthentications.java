package io.kakuremichi.control.http;

import io.kakuremichi.control.config.ControlConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Counts failed authentications by address, over REST and WebSocket together, in windows of a minute that start with an
 * address' first failure. Any thread; the lock is held for a look-up only.
 *
 * <p>Memory is bounded: at most {@value #CAPACITY} addresses are kept, and the oldest window is evicted first. An
 * attacker with more addresses gets a proportionally larger allowance; keys have 190 bits.
 */
@Singleton
public class FailedAuthentications {
    static final int CAPACITY = 65_536;

    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    private final int perWindow;
    private final LongSupplier nanoTime;

    /** In the order in which the windows started. */
    private final LinkedHashMap<InetAddress, Failures> addresses = new LinkedHashMap<>();

    @Inject
    FailedAuthentications(ControlConfig config) {
        this(config.limits().failedAuthenticationsPerMinute(), System::nanoTime);
    }

    FailedAuthentications(int perWindow, LongSupplier nanoTime) {
        this.perWindow = perWindow;
        this.nanoTime = nanoTime;
    }

    /** Counts one failure. */
    public synchronized void count(ClientAddress client) {
        var now = nanoTime.getAsLong();
        forgetEnded(now);
        addresses.computeIfAbsent(client.counted(), address -> new Failures(now)).count++;
        if (addresses.size() > CAPACITY) {
            addresses.pollFirstEntry();
        }
    }

    /** The remaining time for which this address is refused, or empty. */
    synchronized Optional<Duration> refusedFor(ClientAddress client) {
        var failures = addresses.get(client.counted());
        if (failures == null || failures.count < perWindow) {
            return Optional.empty();
        }
        var left = failures.began + WINDOW - nanoTime.getAsLong();
        return left <= 0 ? Optional.empty() : Optional.of(Duration.ofNanos(left));
    }

    private void forgetEnded(long now) {
        var oldest = addresses.values().iterator();
        while (oldest.hasNext() && now - oldest.next().began >= WINDOW) {
            oldest.remove();
        }
    }

    private static final class Failures {
        private final long began;
        private int count;

        Failures(long began) {
            this.began = began;
        }
    }
}
