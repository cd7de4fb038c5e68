package io.kakuremichi.control.chaos;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What all clients of a run share: where Control is, threads, and the tally. */
final class Surroundings implements AutoCloseable {
    private final List<URI> sockets;
    private final Tally tally;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    Surroundings(List<URI> sockets, Tally tally) {
        this.sockets = sockets;
        this.tally = tally;
    }

    List<URI> sockets() {
        return sockets;
    }

    Tally tally() {
        return tally;
    }

    HttpClient http() {
        return http;
    }

    void after(Duration delay, Runnable work) {
        try {
            timer.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The run is over.
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        http.shutdownNow();
        threads.shutdownNow();
    }
}
