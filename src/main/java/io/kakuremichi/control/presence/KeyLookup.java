package io.kakuremichi.control.presence;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.SecretHash;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks up keys that the topology does not contain: keys of clients that were just created on another replica, and
 * invalid ones. One statement at a time serves all waiting look-ups, and equal keys are looked up once. Clients with
 * made-up keys therefore occupy one connection of the pool at most.
 *
 * <p>The virtual thread lives only while look-ups wait.
 */
@Singleton
public class KeyLookup {
    static final int CAPACITY = 4_096;

    private static final int BATCH = 500;

    private final KnownKeys keys;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<Key, CompletableFuture<Boolean>> waiting = new LinkedHashMap<>();
    private boolean asking;

    @Inject
    KeyLookup(StoredKeys keys) {
        this(keys::known);
    }

    KeyLookup(KnownKeys keys) {
        this.keys = keys;
    }

    /**
     * Whether a client of that type with that key exists. Never blocks; any thread.
     *
     * @return completes on the look-up's thread; exceptionally if the database is not available or too many look-ups
     *     wait
     */
    public CompletableFuture<Boolean> isKnown(ClientType type, SecretHash keyHash) {
        var key = new Key(type, keyHash);
        lock.lock();
        try {
            var same = waiting.get(key);
            if (same != null) {
                return same.copy();
            }
            if (waiting.size() >= CAPACITY) {
                return CompletableFuture.failedFuture(new RejectedExecutionException("too many key look-ups wait"));
            }
            var answer = new CompletableFuture<Boolean>();
            waiting.put(key, answer);
            if (!asking) {
                asking = true;
                Thread.ofVirtual().name("key-lookup").start(this::ask);
            }
            return answer.copy();
        } finally {
            lock.unlock();
        }
    }

    private void ask() {
        for (var batch = next(); !batch.isEmpty(); batch = next()) {
            try {
                var known = keys.known(batch.keySet());
                batch.forEach((key, answer) -> answer.complete(known.contains(key)));
            } catch (Throwable e) {
                // Errors as well: this thread has to continue, because look-ups start another one only if none runs.
                batch.values().forEach(answer -> answer.completeExceptionally(e));
            }
        }
    }

    private Map<Key, CompletableFuture<Boolean>> next() {
        var batch = new LinkedHashMap<Key, CompletableFuture<Boolean>>();
        lock.lock();
        try {
            for (var key : new ArrayList<>(waiting.keySet())) {
                if (batch.size() == BATCH) {
                    break;
                }
                batch.put(key, waiting.remove(key));
            }
            asking = !batch.isEmpty();
        } finally {
            lock.unlock();
        }
        return batch;
    }

    /** A key to look up. */
    record Key(ClientType type, SecretHash hash) {}

    /** Where all keys are stored. */
    interface KnownKeys {
        /** Returns those of the keys that belong to a client. */
        Set<Key> known(Collection<Key> keys) throws SQLException;
    }
}
