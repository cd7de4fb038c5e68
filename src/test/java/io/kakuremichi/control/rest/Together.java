package io.kakuremichi.control.rest;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Does things at once. */
public final class Together {
    private Together() {}

    /** Starts the work that many times at the same moment and returns what each gave, in order. */
    public static <T> List<T> run(int times, IntFunction<T> work) throws InterruptedException {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = IntStream.range(0, times)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return work.apply(i);
                    }))
                    .toList();
            start.countDown();
            return results.stream().map(Together::join).toList();
        }
    }

    private static <T> T join(Future<T> result) {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
