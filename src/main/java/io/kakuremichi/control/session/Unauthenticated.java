package io.kakuremichi.control.session;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts connections that have not shown a key yet, in all and by address. Any thread. Holds an entry an address only as long
 * as it has such connections.
 */
final class Unauthenticated {
    private final AtomicInteger all = new AtomicInteger();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    void opened(InetAddress address) {
        all.incrementAndGet();
        byAddress.merge(address, 1, Integer::sum);
    }

    void ended(InetAddress address) {
        all.decrementAndGet();
        byAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }

    int all() {
        return all.get();
    }

    int of(InetAddress address) {
        return byAddress.getOrDefault(address, 0);
    }
}
