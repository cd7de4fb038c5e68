package io.kakuremichi.control.overview;

import io.kakuremichi.control.database.DatabaseException;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.rest.ApiException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A value that is read at most once in a while, however many ask for it: callers during a reading share it, and callers shortly
 * after its begin get the same value. A failed reading is not kept. Readings never overlap.
 */
final class Recent<T> {
    /** Far above the time of any reading; the statements have limits of their own. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Source<T> source;
    private final long lifetimeNanos;
    private final AtomicReference<@Nullable Reading<T>> newest = new AtomicReference<>();

    Recent(Duration lifetime, Source<T> source) {
        this.source = source;
        this.lifetimeNanos = lifetime.toNanos();
    }

    /**
     * The value, which is not older than the lifetime. Blocks.
     *
     * @throws ApiException if another caller's reading takes too long
     */
    T get() {
        while (true) {
            var current = newest.get();
            if (current != null && current.isUsable(lifetimeNanos)) {
                return current.await();
            }
            var next = new Reading<T>();
            if (newest.compareAndSet(current, next)) {
                next.run(source);
                return next.await();
            }
        }
    }

    /** Reads a value. Blocks. */
    @FunctionalInterface
    interface Source<T> {
        T read() throws SQLException;
    }

    private static final class Reading<T> {
        private final long began = System.nanoTime();
        private final CompletableFuture<T> value = new CompletableFuture<>();

        boolean isUsable(long lifetimeNanos) {
            return !value.isDone() || !value.isCompletedExceptionally() && System.nanoTime() - began < lifetimeNanos;
        }

        void run(Source<T> source) {
            try {
                value.complete(source.read());
            } catch (SQLException e) {
                value.completeExceptionally(new DatabaseException(e));
            } catch (Throwable e) {
                // Also an error: others wait for this reading.
                value.completeExceptionally(e);
            }
        }

        T await() {
            try {
                return value.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new IllegalStateException("the reading failed", e.getCause());
            } catch (TimeoutException e) {
                throw new ApiException(ApiErrorCode.UNAVAILABLE, "The database takes too long, try again later");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ApiException(ApiErrorCode.UNAVAILABLE, "Control is stopping");
            }
        }
    }
}
