package io.kakuremichi.control.topology;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.SecretHash;
import io.opentelemetry.context.Context;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The single thread that owns the topology and defines the order of everything sessions see: joins, changes, leaves.
 *
 * <p>Guarantees: tasks run one at a time in submission order. A task sees the topology at one revision, and every later
 * change is announced to the {@link Audience} after the task. Tasks must not block.
 *
 * <p>A caller that waits for a task waits at most {@link #LIMIT} and gets its failure: the thread may be stuck, or the task may end with an
 * error.
 *
 * <p>The queue is bounded by its sources: one join and one leave for each connection, one batch of the feed (which
 * waits for it), and one timer of the audience.
 */
@ApplicationScoped
public class Sequencer {
    private static final Logger LOG = Logger.getLogger(Sequencer.class);

    /** Far above the time of any task. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private final Audience audience;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sequencer").daemon().factory());

    /** Written on the sequencer's thread only; null until the first load. */
    private volatile @Nullable Topology topology;

    /** Whether all changes of the topology were announced: false after a failure in between. Confined to the sequencer's thread. */
    private boolean announced;

    private volatile long revision = -1;
    private volatile TopologySize size = TopologySize.NOTHING;

    Sequencer(Audience audience) {
        this.audience = audience;
    }

    /** Whether a topology is loaded. Any thread. */
    public boolean isLoaded() {
        return topology != null;
    }

    /** The revision that was announced last, or -1 before the first load. Any thread. */
    public long revision() {
        return revision;
    }

    /** The size of the topology at that revision. Any thread. */
    public TopologySize size() {
        return size;
    }

    /**
     * Whether a client of that type has this key, to this replica's knowledge. Never blocks; any thread; false before
     * the first load.
     */
    public boolean knowsKey(ClientType type, SecretHash keyHash) {
        var current = topology;
        return current != null && current.keys().contains(type, keyHash);
    }

    /** Runs a task with the topology. Any thread; tasks before the first load are dropped. */
    public void execute(Consumer<Topology> task) {
        thread.execute(() -> run(task));
    }

    /**
     * Runs a task with the topology. Any thread.
     *
     * @return completes after the task; exceptionally if it fails, or before the first load
     */
    public CompletableFuture<Void> submit(Consumer<Topology> task) {
        return read(current -> {
            task.accept(current);
            return null;
        });
    }

    /** Runs a task with the topology after a delay. */
    public void schedule(Duration delay, Consumer<Topology> task) {
        thread.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Computes a value from the topology; the value must not keep a reference to it.
     *
     * @return completes exceptionally before the first load, and when the value is not there after {@link #LIMIT}
     */
    public <T extends @Nullable Object> CompletableFuture<T> read(Function<Topology, T> reading) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            var current = topology;
                            if (current == null) {
                                throw new IllegalStateException("the topology is not loaded yet");
                            }
                            return reading.apply(current);
                        },
                        thread)
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Replaces the topology and waits until it has been announced. Called by the feed only. */
    public void load(Topology fresh) throws InterruptedException {
        await(() -> {
            var before = announced ? topology : null;
            announced = true;
            topology = fresh;
            revision = fresh.revision();
            size = fresh.size();
            audience.reloaded(before, fresh);
        });
    }

    /** Applies consecutive changes and waits until they have been announced. Called by the feed only. */
    public void apply(List<CommittedChange> changes) throws InterruptedException {
        await(() -> {
            var current = topology;
            if (current == null) {
                throw new IllegalStateException("changes before the first load");
            }
            announced = false;
            for (var change : changes) {
                var notices = current.apply(change);
                revision = current.revision();
                audience.changed(current, notices, change.committedAt());
            }
            size = current.size();
            audience.caughtUp(current);
            announced = true;
        });
    }

    private void run(Consumer<Topology> task) {
        var current = topology;
        if (current == null) {
            return;
        }
        try {
            task.accept(current);
        } catch (Throwable e) {
            // Also an error: the executor would keep it to itself.
            LOG.errorf(e, "A task on the topology failed revision=%s", current.revision());
        }
    }

    private void await(Runnable step) throws InterruptedException {
        try {
            // Propagates the caller's span.
            thread.submit(Context.current().wrap(step)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "the sequencer did not apply the changes within %s s".formatted(LIMIT.toSeconds()), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the changes could not be applied to the topology", e.getCause());
        }
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
