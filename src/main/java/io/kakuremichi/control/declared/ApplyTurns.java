package io.kakuremichi.control.declared;

import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.rest.ApiException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Queues the calls of this replica before they read their documents: one apply at a time, and two plans. A call that waits holds
 * neither a connection of the pool nor a parsed document. The number of calls that wait is bounded with that of documents under
 * way ({@code DocumentsUnderWay}).
 */
@Singleton
class ApplyTurns {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PLANS_AT_ONCE = 2;

    private final Semaphore applies = new Semaphore(1, true);
    private final Semaphore plans = new Semaphore(PLANS_AT_ONCE, true);

    /**
     * Does the work when it is its turn.
     *
     * @throws ApiException UNAVAILABLE if the calls before it do not end in time
     */
    <T> T take(boolean dryRun, Supplier<T> work) {
        var turn = dryRun ? plans : applies;
        try {
            if (!turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return work.get();
        } finally {
            turn.release();
        }
    }

    /** The refusal of a call because others take too long. */
    static ApiException busy() {
        return new ApiException(ApiErrorCode.UNAVAILABLE, "Another apply or change is under way, try again later");
    }
}
