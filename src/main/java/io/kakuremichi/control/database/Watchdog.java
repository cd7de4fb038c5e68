package io.kakuremichi.control.database;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Watches the threads that live as long as the process and wait for the database. Every statement has a time limit of its own, so a
 * thread that exceeds this one waits for something that will not happen, such as a wake-up that the runtime lost (oracle/graal#13787).
 * Its stack is logged once, then the watched activity replaces its connection or its thread.
 */
@Singleton
public class Watchdog {
    private static final Logger LOG = Logger.getLogger(Watchdog.class);

    /** Above the time limits of connecting and of a statement together. */
    private static final Duration LIMIT = Duration.ofSeconds(45);

    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(1);
    private static final int FRAMES_LOGGED = 30;

    private final List<Activity> activities = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    void start(@Observes @Priority(10) StartupEvent event) {
        Thread.ofPlatform().name("watchdog").daemon().start(this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }

    /**
     * Begins to watch an activity; it is idle at first.
     *
     * @param thread the one at work now, for its stack
     * @param replace frees the activity from what it waits for; any thread, must not block
     */
    public Activity watch(String name, Supplier<@Nullable Thread> thread, Runnable replace) {
        return watch(name, LIMIT, thread, replace);
    }

    Activity watch(String name, Duration limit, Supplier<@Nullable Thread> thread, Runnable replace) {
        var activity = new Activity(name, limit, thread, replace);
        activities.add(activity);
        return activity;
    }

    private void run() {
        try {
            while (!stopping.await(BETWEEN_CHECKS.toMillis(), TimeUnit.MILLISECONDS)) {
                activities.forEach(Activity::check);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Something a watched thread does again and again. */
    public static final class Activity {
        private static final long IDLE = 0;

        private final String name;
        private final Duration limit;
        private final Supplier<@Nullable Thread> thread;
        private final Runnable replace;

        /** When the step at work began, {@link System#nanoTime}; {@link #IDLE} between steps. */
        private volatile long began = IDLE;

        private Activity(String name, Duration limit, Supplier<@Nullable Thread> thread, Runnable replace) {
            this.name = name;
            this.limit = limit;
            this.thread = thread;
            this.replace = replace;
        }

        /** A step begins that must end within the limit; the one before it has ended. */
        public void busy() {
            var now = System.nanoTime();
            began = now == IDLE ? 1 : now;
        }

        /** The step has ended; the thread may wait for work as long as it likes. */
        public void idle() {
            began = IDLE;
        }

        void check() {
            var since = began;
            if (since == IDLE || System.nanoTime() - since < limit.toNanos()) {
                return;
            }
            LOG.errorf(
                    "The %s made no progress for %s s and is replaced; it was at%n%s",
                    name, limit.toSeconds(), stack());
            // Another limit for the replacement.
            busy();
            try {
                replace.run();
            } catch (Throwable e) {
                // Also an error: the other activities are still watched.
                LOG.errorf(e, "The %s could not be replaced", name);
            }
        }

        private String stack() {
            var stuck = thread.get();
            return stuck == null
                    ? "\tno thread"
                    : Arrays.stream(stuck.getStackTrace())
                            .limit(FRAMES_LOGGED)
                            .map(frame -> "\tat " + frame)
                            .collect(Collectors.joining("\n"));
        }
    }
}
