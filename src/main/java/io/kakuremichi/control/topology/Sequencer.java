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
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that owns the topology and orders everything sessions see: joins, changes, leaves.
 *
 * <p>Promise: tasks run one after the other in the order they were given; a task sees the topology at one revision,
 * and every change after that revision is announced to the {@link Audience} after the task. Tasks must not block.
 *
 * <p>What may wait in its queue is bounded by what there is: one join and one leave a connection, one batch of the feed
 * (which waits for it), one timer of the audience.
 */
@ApplicationScoped
public class Sequencer {
    private static final Logger LOG = Logger.getLogger(Sequencer.class);

    private final Audience audience;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sequencer").daemon().factory());

    /** Written on the sequencer's thread only; null until the first load. */
    private volatile @Nullable Topology topology;

    private volatile long revision = -1;
    private volatile TopologySize size = TopologySize.NOTHING;

    Sequencer(Audience audience) {
        this.audience = audience;
    }

    /** Whether a topology has been loaded. Any thread. */
    public boolean isLoaded() {
        return topology != null;
    }

    /** The revision announced last, or -1 before the first load. Any thread. */
    public long revision() {
        return revision;
    }

    /** How much there was at that revision. Any thread. */
    public TopologySize size() {
        return size;
    }

    /**
     * Whether a client of that type has that key, as far as this replica has heard. Any thread, at once; false before the first
     * load.
     */
    public boolean knowsKey(ClientType type, SecretHash keyHash) {
        var current = topology;
        return current != null && current.keys().contains(type, keyHash);
    }

    /** Runs a task with the topology. Any thread; before the first load the task is dropped. */
    public void execute(Consumer<Topology> task) {
        thread.execute(() -> run(task));
    }

    /** Runs a task with the topology after a delay. */
    public void schedule(Duration delay, Consumer<Topology> task) {
        thread.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Reads something from the topology; the result must not keep hold of it. Completes exceptionally before the first load. */
    public <T> CompletableFuture<T> read(Function<Topology, T> reading) {
        return CompletableFuture.supplyAsync(
                () -> {
                    var current = topology;
                    if (current == null) {
                        throw new IllegalStateException("the topology is not loaded yet");
                    }
                    return reading.apply(current);
                },
                thread);
    }

    /** Replaces the topology and waits until that is announced. Called by the feed only. */
    public void load(Topology fresh) throws InterruptedException {
        await(() -> {
            topology = fresh;
            revision = fresh.revision();
            size = fresh.size();
            audience.reloaded(fresh);
        });
    }

    /** Applies changes that follow one another and waits until they are announced. Called by the feed only. */
    public void apply(List<CommittedChange> changes) throws InterruptedException {
        await(() -> {
            var current = topology;
            if (current == null) {
                throw new IllegalStateException("changes before the first load");
            }
            for (var change : changes) {
                var notices = current.apply(change);
                revision = current.revision();
                audience.changed(current, notices, change.committedAt());
            }
            size = current.size();
            audience.caughtUp(current);
        });
    }

    private void run(Consumer<Topology> task) {
        var current = topology;
        if (current == null) {
            return;
        }
        try {
            task.accept(current);
        } catch (RuntimeException e) {
            LOG.errorf(e, "A task on the topology failed revision=%d", current.revision());
        }
    }

    private void await(Runnable step) throws InterruptedException {
        try {
            // The span of whoever gives the step goes with it.
            thread.submit(Context.current().wrap(step)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topology could not be moved forward", e.getCause());
        }
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
